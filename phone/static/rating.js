// Was the question seen? The Office counts those who were asked, not only those who answered. The answer itself is a
// form's, which needs no script.

export function noteAsked(form) {
  if (!form) return;
  const note = () => {
    if (document.hidden) return;
    document.removeEventListener("visibilitychange", note);
    const body = new FormData(form); // no score yet: the token of the form alone
    fetch(form.action, { method: "POST", body, credentials: "same-origin" }).catch(() => {});
  };
  document.addEventListener("visibilitychange", note);
  note();
}
