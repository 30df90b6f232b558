// The address at which a forge opens a new file. Nothing is sent: it is a link that somebody may follow.

// `{url, filled}`: whether the text is in the address. GitLab takes a name only, and no forge takes a very long address.
export function newFile(forge, path, text) {
  const cut = path.lastIndexOf("/") + 1;
  const [folder, name] = [path.slice(0, Math.max(cut - 1, 0)), path.slice(cut)];
  const base = forge.url.replace(/\/+$/, "");
  const branch = segments(forge.branch);
  if (forge.kind === "gitlab") {
    return { url: `${base}/-/new/${branch}?file_name=${encodeURIComponent(path)}`, filled: false };
  }
  let empty;
  if (forge.kind === "forgejo") {
    empty = `${base}/_new/${branch}/${folder && `${segments(folder)}/`}?filename=${encodeURIComponent(name)}`;
  } else if (forge.folder && folder) {
    empty = `${base}/new/${branch}/${segments(folder)}?filename=${encodeURIComponent(name)}`;
  } else {
    empty = `${base}/new/${branch}?filename=${encodeURIComponent(path)}`;
  }
  const url = `${empty}&value=${encodeURIComponent(text)}`;
  return url.length <= forge.longest ? { url, filled: true } : { url: empty, filled: false };
}

function segments(path) {
  return path.split("/").map(encodeURIComponent).join("/");
}
