// What this browser keeps until it is sent: who declares, and one draft for each activity. Both languages share it.

export class Memory {
  // `place` tells the sites of one host apart.
  constructor(place) {
    this.key = `polyvalidate:${place}`;
    this.works = true;
    this.kept = this.read();
  }

  read() {
    const empty = { student: {}, drafts: {}, last: null };
    try {
      const found = JSON.parse(window.localStorage.getItem(this.key) || "null");
      return found && typeof found === "object" ? { ...empty, ...found } : empty;
    } catch (_error) {
      this.works = false;
      return empty;
    }
  }

  write() {
    try {
      window.localStorage.setItem(this.key, JSON.stringify(this.kept));
    } catch (_error) {
      this.works = false;
    }
  }

  student() {
    return this.kept.student || {};
  }

  remember(student) {
    this.kept.student = student;
    this.write();
  }

  draft(activity) {
    return this.kept.drafts[activity === null ? this.kept.last : activity] || null;
  }

  keep(activity, draft) {
    this.kept.drafts[activity] = draft;
    this.kept.last = activity;
    this.write();
  }

  forget(activity) {
    delete this.kept.drafts[activity];
    if (this.kept.last === activity) this.kept.last = null;
    this.write();
  }

  clear() {
    this.kept = { student: {}, drafts: {}, last: null };
    try {
      window.localStorage.removeItem(this.key);
    } catch (_error) {
      this.works = false;
    }
  }
}
