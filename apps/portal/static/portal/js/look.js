// What a person has chosen of how pages look on this device. Runs before the first paint, so that nothing flashes.

(() => {
  const KEY = "openhouse-look";
  const MEDIA = { light: "not all", dark: "all" };
  const root = document.documentElement;
  let worn = {};

  function stored() {
    try {
      return JSON.parse(localStorage.getItem(KEY)) || {};
    } catch {
      return {};
    }
  }

  function keep(chosen) {
    try {
      localStorage.setItem(KEY, JSON.stringify(chosen));
    } catch {
      // A full or forbidden store: then it is worn until the page is left.
    }
  }

  function wear(chosen) {
    worn = chosen;
    const { look = "", size = "" } = chosen;
    const sheet = document.querySelector("link[data-dark]");
    sheet.media = MEDIA[look] || sheet.dataset.dark;
    root.dataset.theme = look || "auto";
    root.dataset.size = size;
    root.style.colorScheme = look || "light dark";
  }

  window.openhouseLook = {
    stored,
    choose(chosen) {
      const next = { ...worn, ...stored(), ...chosen };
      keep(next);
      wear(next);
    },
  };
  wear(stored());
})();
