package main

import (
	"fmt"
	"strings"

	"lr/internal/guidance"
)

var wording = map[guidance.Confirmed]string{
	guidance.Seen:        "as published",
	guidance.Part:        "seen in part; to be confirmed by the committee",
	guidance.Unconfirmed: "to be confirmed by the committee",
}

// forms traces every field of every form, and every criterion, to the paragraph
// it comes from.
func forms() string {
	var b strings.Builder
	b.WriteString(`# Where each question comes from

Made by ` + "`go generate ./internal/guidance`" + ` from internal/guidance/data; do not edit.

Each committee sees the same list among its settings, with its own questions, and confirms there what could not be
confirmed here. What a paragraph asks is in [guidance.md](guidance.md).
`)
	for _, v := range guidance.Versions() {
		fmt.Fprintf(&b, "\n## %s\n\n`%s`, for %s protection committees.\n", v.Title, v.ID, v.Track)
		b.WriteString("\n### Criteria\n\n| Criterion | Question | Source | Wording |\n|---|---|---|---|\n")
		for _, l := range v.Limbs() {
			fmt.Fprintf(&b, "| `%s` | %s | %s | %s |\n", l.ID, l.Text, l.Source, wording[l.Confirmed])
		}
		for _, f := range v.Forms {
			fmt.Fprintf(&b, "\n### %s: %s\n\n%s, %s. %s\n\n", f.ID, f.Title, f.Source, wording[f.Confirmed], f.Note)
			b.WriteString("| Field | Part of the form | Question | Source | Wording |\n|---|---|---|---|---|\n")
			for _, x := range f.Fields {
				fmt.Fprintf(&b, "| `%s` | %s | %s | %s | %s |\n", x.ID, x.Section, x.Label, x.Source, wording[x.Confirmed])
			}
		}
	}
	return b.String()
}
