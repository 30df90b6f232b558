// What this browser keeps until it is sent: who declares, and one draft for each activity. Both languages share it.

export class Memory {
  // `place` tells the sites of one host apart.
  constructor(place) {
    this.key = `polyvalidate:${place}`;
    this.works = true;
    this.kept = this.read();
  }

  read() {
    try {
      const { student, drafts, last } = JSON.parse(window.localStorage.getItem(this.key) || "{}") || {};
      return { student: { ...student }, drafts: { ...drafts }, last: typeof last === "string" ? last : null };
    } catch (_error) {
      // Refused here, or not written by this form: nothing is known, and the first writing will tell which.
      return { student: {}, drafts: {}, last: null };
    }
  }

  write() {
    try {
      this.works = true;
      window.localStorage.setItem(this.key, JSON.stringify(this.kept));
    } catch (_error) {
      this.works = false;
    }
  }

  student() {
    return this.kept.student;
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
