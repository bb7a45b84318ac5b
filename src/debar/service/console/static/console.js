// What the script adds: keys, the switch of the theme without a reload, focus on what was answered. Nothing needs it.
"use strict";
(() => {
  const root = document.documentElement;
  root.classList.add("scripted");
  const remember = (name, value) => {
    document.cookie = `${name}=${value}; path=/console; max-age=31536000; samesite=lax`;
  };

  document.addEventListener("change", (event) => {
    const field = event.target;
    if (field.matches("[data-theme-switch]")) {
      if (field.value) root.dataset.theme = field.value;
      else delete root.dataset.theme;
      remember("debar-theme", field.value);
      for (const frame of document.querySelectorAll("iframe")) frame.src = frame.src;
    }
    if (field.matches("[data-send]")) field.form.requestSubmit();
  });

  const focusAnswer = (within) => {
    const found = within.matches?.("[data-focus]") ? within : within.querySelector?.("[data-focus]");
    if (found) found.focus({ preventScroll: false });
  };
  document.addEventListener("htmx:afterSwap", (event) => {
    if (!event.detail.target.matches("[data-quiet]")) focusAnswer(event.detail.target);
  });
  document.addEventListener("htmx:sendError", (event) => {
    const said = document.createElement("div");
    said.className = "problem";
    said.setAttribute("role", "alert");
    said.textContent = "The service cannot be reached. Nothing was screened.";
    event.detail.target?.replaceChildren(said);
  });

  const keys = document.getElementById("keys");
  const paths = new Map(
    [...document.querySelectorAll("a[data-key]")].map((link) => [link.dataset.key, link.getAttribute("href")]),
  );
  paths.set("h", "/console");
  paths.set("k", "/console/help");
  let after = 0;
  const typing = (target) => target.matches("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");
  const step = (by) => {
    const all = [...document.querySelectorAll("[data-result]")];
    if (!all.length) return;
    const at = all.findIndex((one) => one.contains(document.activeElement));
    all[Math.min(all.length - 1, Math.max(0, at < 0 ? (by > 0 ? 0 : all.length - 1) : at + by))].focus();
  };

  document.addEventListener("keydown", (event) => {
    const target = event.target;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && target.form) {
      target.form.requestSubmit();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape" && typing(target)) target.blur();
    if (typing(target) || document.body.dataset.keys === "off" || keys.open) return;
    const now = Date.now();
    if (now - after < 1500 && paths.has(event.key)) {
      event.preventDefault();
      location.href = paths.get(event.key);
    } else if (event.key === "g") after = now;
    else if (event.key === "?") keys.showModal();
    else if (event.key === "/") {
      const first = document.querySelector("main input:not([type=hidden]), main textarea, main select");
      if (first) {
        event.preventDefault();
        first.focus();
      }
    } else if (event.key === "j") step(1);
    else if (event.key === "k") step(-1);
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-help]") && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      keys.showModal();
    }
  });
})();
