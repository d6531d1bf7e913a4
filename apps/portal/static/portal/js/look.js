// What a person has chosen of how pages look on this device. Runs before the first paint, so that nothing flashes.

(() => {
  const KEY = "openhouse-look";
  const MEDIA = { light: "not all", dark: "all" };
  const root = document.documentElement;

  function stored() {
    try {
      return JSON.parse(localStorage.getItem(KEY)) || {};
    } catch {
      return {};
    }
  }

  function wear({ look = "", size = "" }) {
    const sheet = document.querySelector("link[data-dark]");
    sheet.media = MEDIA[look] || sheet.dataset.dark;
    root.dataset.theme = look || "auto";
    root.dataset.size = size;
    root.style.colorScheme = look || "light dark";
  }

  window.openhouseLook = {
    stored,
    choose(chosen) {
      const next = { ...stored(), ...chosen };
      localStorage.setItem(KEY, JSON.stringify(next));
      wear(next);
    },
  };
  wear(stored());
})();
