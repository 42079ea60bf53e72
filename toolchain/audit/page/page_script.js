"use strict";
// Conveniences. The page says everything without them.
(() => {
    const nav = document.querySelector("nav");
    const filter = document.createElement("input");
    filter.type = "search";
    filter.placeholder = "Filter by name";
    filter.setAttribute("aria-label", "Show only what has this in its name");
    nav.append(filter);
    const named = [...document.querySelectorAll("[data-name]")];
    filter.addEventListener("input", () => {
        const wanted = filter.value.trim().toLowerCase();
        for (const element of named) {
            element.hidden = !element.dataset.name.toLowerCase().includes(wanted);
        }
    });
    document.addEventListener("keydown", (event) => {
        if (event.key === "Escape" && location.hash.length > 1) {
            const chosen = location.hash;
            location.hash = "#picture";
            const boxes = [...document.querySelectorAll("a.node")];
            boxes.find((box) => box.getAttribute("href") === chosen)?.focus();
        } else if (event.key === "/" && document.activeElement !== filter) {
            event.preventDefault();
            filter.focus();
        }
    });
})();
