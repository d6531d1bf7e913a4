/** All pages of a list that is short by nature. */
export async function everything(session, path) {
  const found = [];
  for (let next = path; next; ) {
    const page = await session.request(next);
    found.push(...page.results);
    next = page.next && new URL(page.next, location.origin);
    next = next && next.pathname + next.search;
  }
  return found;
}
