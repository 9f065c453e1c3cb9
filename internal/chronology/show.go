package chronology

import (
	"strconv"

	"lr/internal/access"
	"lr/internal/db"
	"lr/internal/look"
	"lr/internal/review"
	"lr/internal/web"
)

type showData struct {
	Review  string
	Ways    []look.Link
	All     bool // every agency's released entries, not one's own agency's
	Author  bool
	Entries []Entry
	Turn    look.Turn
}

var showPage = web.NewPage[showData](pages, "show.html")

// show is what happened in one line. To those who give an agency's account it
// is their own agency's part. [CPG21 ¶3.172]
func show(r *web.Request, p access.Pass[See]) (web.Answer, error) {
	d := showData{Review: p.Review(), Ways: WaysOf(r, p.Case, "chronology"), All: seesAll(p.Case), Author: p.Is(access.AgencyAuthor) && deciding.Has(p.Stage())}
	err := p.Read(r.Context(), func(tx *db.Tx) error {
		var err error
		if d.All {
			d.Entries, err = Entries(r.Context(), tx, p.Case)
		} else {
			d.Entries, err = own(r.Context(), tx, p.Case)
		}
		return err
	})
	d.Entries, d.Turn = sheetOf(d.Entries, review.Path(p.Case, "chronology"), r.Query("page"))
	return showPage.With(d), err
}

// onSheet is how many entries stand on one page.
const onSheet = 200

// sheetOf gives the entries of one page, and the way to the others.
func sheetOf[T any](es []T, path, page string) ([]T, look.Turn) {
	t := look.Turn{Path: path, Now: 1, Last: max(1, (len(es)+onSheet-1)/onSheet)}
	if n, err := strconv.Atoi(page); err == nil {
		t.Now = min(max(n, 1), t.Last)
	}
	first := (t.Now - 1) * onSheet
	return es[first:min(first+onSheet, len(es))], t
}
