"use strict";
(() => {
  const told = document.getElementById("told");
  const text = document.querySelector(".article");
  const by = { c: new Map(), s: new Map(), d: new Map(), p: new Map() };
  for (const [key, map] of Object.entries(by)) {
    for (const piece of text.querySelectorAll(`[data-${key}]`)) {
      for (const n of piece.dataset[key].split(" ")) map.has(n) ? map.get(n).push(piece) : map.set(n, [piece]);
    }
  }
  const mark = (map, n, name) => map.get(n)?.forEach((piece) => piece.classList.add(name));
  const clear = () => {
    for (const name of ["on", "src", "day", "same"]) {
      text.querySelectorAll(`.${name}`).forEach((piece) => piece.classList.remove(name));
    }
  };

  // What is shown: ["c", number] a claim, ["p", number] a party, or nothing.
  let chosen = null, now = "";
  const make = (tag, words, parent) => {
    const made = document.createElement(tag);
    made.textContent = words;
    parent.append(made);
    return made;
  };
  const hint = () => {
    make("p", "Point at a coloured word or an underlined name to see what is known of it; click to keep it, Esc to let go.", told).className = "muted";
  };
  const claim = (n) => {
    const record = document.getElementById(`c${n}`).cloneNode(true);
    record.removeAttribute("id");
    told.append(record);
    mark(by.c, n, "on");
    mark(by.s, n, "src");
    mark(by.d, n, "day");
    text.querySelector(`#t${n}`)?.classList.add("on");
  };
  const party = (n) => {
    const row = document.getElementById(`p${n}`), heads = row.closest("table").tHead.rows[0].cells;
    const box = make("article", "", told);
    box.className = "record";
    make("h3", row.cells[0].textContent, box).dir = "auto";
    const list = make("dl", "", box);
    list.className = "facts";
    [...row.cells].slice(1).forEach((cell, at) => {
      if (!cell.textContent) return;
      make("dt", heads[at + 1].textContent, list);
      make("dd", "", list).append(...cell.cloneNode(true).childNodes);
    });
    mark(by.p, n, "same");
    const claims = [...new Set((by.p.get(n) ?? []).flatMap((piece) => piece.closest("[data-c]")?.dataset.c.split(" ") ?? []))];
    if (!claims.length) return;
    make("dt", "In claims", list);
    const marks = make("dd", "", list);
    for (const c of claims.sort((a, b) => a - b)) {
      const chip = text.querySelector(`#t${c}`)?.cloneNode(true);
      chip?.removeAttribute("id");
      if (chip) marks.append(chip, " ");
    }
  };
  const show = (what) => {
    if (String(what) === now) return;
    now = String(what);
    clear();
    told.replaceChildren();
    told.classList.toggle("kept", Boolean(chosen));
    if (!what) { hint(); return; }
    if (chosen) {
      const close = make("button", "×", told);
      close.type = "button";
      close.title = "Let go (Esc)";
      close.setAttribute("aria-label", "Let go");
      close.addEventListener("click", () => choose(null));
    }
    (what[0] === "c" ? claim : party)(what[1]);
  };
  const choose = (what) => { chosen = what; now = "-"; show(what); };

  const meant = (target) => {
    const chip = target.closest(".chip[data-n]");
    if (chip) return ["c", chip.dataset.n];
    const name = target.closest("a[data-p]");
    if (name) return ["p", name.dataset.p.split(" ").pop()];
    const piece = target.closest("[data-c]");
    return piece ? ["c", piece.dataset.c.split(" ").pop()] : null;
  };
  text.addEventListener("pointerover", (event) => {
    if (!chosen && event.pointerType === "mouse") show(meant(event.target));
  });
  text.addEventListener("pointerleave", () => { if (!chosen) show(null); });
  text.addEventListener("focusin", (event) => {
    const what = event.target.matches(":focus-visible") && meant(event.target);
    if (what) { chosen = null; show(what); }
  });
  text.addEventListener("click", (event) => {
    const what = meant(event.target);
    if (!what || event.ctrlKey || event.metaKey || event.shiftKey || String(getSelection())) return;
    event.preventDefault();
    choose(chosen && String(chosen) === String(what) ? null : what);
  });
  told.addEventListener("click", (event) => {
    const chip = event.target.closest(".chip[data-n]"), back = event.target.closest(".back");
    if (!chip && !back) return;
    event.preventDefault();
    const n = chip ? chip.dataset.n : back.hash.slice(2);
    if (chip) choose(["c", n]);
    document.getElementById(`t${n}`)?.scrollIntoView({ block: "center" });
  });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") choose(null); });

  // The drawing: pointing at a party dims what has nothing to do with it.
  const said = document.querySelector(".view > .said");
  const lines = said ? [...said.querySelectorAll(".line")] : [];
  const near = (n) => {
    const beside = new Set([n]);
    for (const line of lines) {
      const ends = line.dataset.e.split(" "), on = ends.includes(n);
      line.classList.toggle("on", on);
      if (on) ends.forEach((end) => beside.add(end));
    }
    said.querySelectorAll(".party").forEach((box) => box.classList.toggle("on", beside.has(box.dataset.n)));
  };
  for (const type of ["pointerover", "focusin"]) {
    said?.addEventListener(type, (event) => {
      const box = event.target.closest(".party");
      said.classList.toggle("lit", Boolean(box));
      if (box) near(box.dataset.n);
    });
  }
  said?.addEventListener("pointerleave", () => said.classList.remove("lit"));
  // A line leads to its row of the table, which must be open for that.
  document.addEventListener("click", (event) => {
    const link = event.target.closest('a[href^="#s"]');
    const row = link && document.getElementById(link.getAttribute("href").slice(1));
    if (row) row.closest("details")?.setAttribute("open", "");
  });

  told.hidden = false;
  document.documentElement.classList.add("js");
  show(null);
})();
