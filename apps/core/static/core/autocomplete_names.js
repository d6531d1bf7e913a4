/* Select2 gives its fields no name of their own; screen readers need that of the label. Behind Django's own set-up. */
"use strict";

django.jQuery(() => {
  for (const field of document.querySelectorAll("select.admin-autocomplete")) {
    const name = field.labels[0]?.textContent.trim() ?? field.name;
    const shown = field.nextElementSibling;
    for (const part of shown?.querySelectorAll(".select2-selection, .select2-selection__rendered") ?? []) {
      part.setAttribute("aria-label", name);
    }
  }
});
