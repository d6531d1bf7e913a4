// Tabs of one browser profile share one cookie, so they must share one refresh and learn of each other's sign-ins.

const NAME = "openhouse-home";
const CLAIM_MS = 60;
const WAIT_MS = 8000;
const channel = "BroadcastChannel" in window ? new BroadcastChannel(NAME) : null;

export function tellOthers(message) {
  channel?.postMessage(message);
}

/** Call `handler` with what other tabs tell; returns how to stop. */
export function listen(handler) {
  const receive = (event) => handler(event.data);
  channel?.addEventListener("message", receive);
  return () => channel?.removeEventListener("message", receive);
}

/** Run `work` while no other tab runs its own. */
export function inTurn(work) {
  return navigator.locks ? navigator.locks.request(NAME, work) : inClaimedTurn(work);
}

/** Without Web Locks: the lowest claim goes first and keeps the others waiting until it is released. */
async function inClaimedTurn(work) {
  let mine = Math.random();
  const stop = listen(({ type, number }) => {
    if (type === "claim" && number > mine) tellOthers({ type: "claim", number: mine });
  });
  await turnOf(mine);
  mine = -1;
  try {
    return await work();
  } finally {
    stop();
    tellOthers({ type: "released" });
  }
}

function turnOf(mine) {
  return new Promise((begin) => {
    let wait = setTimeout(begin, CLAIM_MS);
    const stop = listen(({ type, number }) => {
      if (type === "released") {
        stop();
        begin();
      } else if (type === "claim" && number < mine) {
        clearTimeout(wait);
        wait = setTimeout(begin, WAIT_MS);
      }
    });
    tellOthers({ type: "claim", number: mine });
  });
}
