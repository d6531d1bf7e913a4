// This page as the server draws it now: what a script shows of documents is never drawn twice.

/** The fresh document, null when it cannot be had. Who is signed out by now is shown where to sign in, and who has lost the
 *  development that it is not theirs any more. */
export async function drawnAnew() {
  const response = await fetch(location.href, { headers: { Accept: "text/html" }, cache: "no-store" }).catch(() => null);
  if (response?.redirected || response?.status === 404) location.reload();
  if (!response?.ok || response.redirected) return null;
  return new DOMParser().parseFromString(await response.text(), "text/html");
}
