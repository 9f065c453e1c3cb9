package report_test

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"lr/internal/access"
	"lr/internal/accesstest"
	"lr/internal/db"
)

// told has an agency tell what happened, with its account released.
func told(t *testing.T, w *accesstest.World, review, author, agency, when, what string) {
	t.Helper()
	w.Exec(t, `INSERT INTO agency_request (id, review_id, agency_id, asked_on, asked_by, due, about, outline, progress, released) VALUES ($1, $2, $3, $4, 'x', $4, $5, $5, 'asked', 0)`,
		db.NewID(), review, agency, db.Date{Year: 2026, Month: 11, Day: 2}, []byte{1})
	w.As(t, author).Post("/reviews/"+review+"/chronology/mine", url.Values{"when": {when}, "source": {"Case notes"}, "reference": {"Note 12"},
		"event": {what}, "action": {"None was needed."}}).Is(http.StatusSeeOther)
	w.Exec(t, `UPDATE agency_request SET released = 1 WHERE review_id = $1 AND agency_id = $2`, review, agency)
}

// The reviewer puts the picture of what happened into the report: letters in place
// of agencies, no day and no word of an entry, drawn on the page and as a table in
// the Word file. It stays as it was drawn until somebody draws it anew, and the
// check of identifiers finds nothing in it. [CI-LR]
func TestTheReportHasThePictureOfWhatHappened(t *testing.T) {
	t.Parallel()
	accesstest.Each(t, func(t *testing.T, w *accesstest.World) {
		reviewer := w.As(t, "reviewer")
		w.Stage(t, access.Gathering)
		told(t, w, w.Own, "author", accesstest.Social, "3 May 2016", "Canary-words of an entry.")
		begin(t, w)
		picture := w.Path("report/picture")
		reviewer.Get(w.Path("report")).OK().Sees("The draft does not have it.")
		for _, who := range []string{"team", "committee chair", "author"} {
			w.As(t, who).Post(picture, url.Values{"do": {"in"}}).Is(http.StatusForbidden)
		}
		w.As(t, "lead").Post(picture, url.Values{"do": {"in"}}).Is(http.StatusSeeOther)
		if n := writers(t, w); n != 1 {
			t.Errorf("%d people wrote in the report, and not whoever put the picture in", n)
		}
		reviewer.Get(w.Path("report")).OK().Sees("The draft has it, as it was drawn")
		cleared(t, w)
		page := reviewer.Get(w.Path("report/versions/1")).OK().Sees("Annex: what happened, over time", "Agency A", "Year 1").SeesNot("Canary", "2016", "Exampleshire Social Work")
		if !strings.Contains(page.Body, "<svg ") || strings.Contains(page.Body, "&lt;svg") {
			t.Error("the picture is not drawn")
		}
		word := shown(t, reviewer.Get(w.Path("report/word/1")).OK().Body)
		if !strings.Contains(word, "Year 1") || !strings.Contains(word, "Agency A") || strings.Contains(word, "Canary") {
			t.Errorf("the Word file says\n%s", word)
		}
		reviewer.Post(w.Path("report/versions"), nil).Is(http.StatusUnprocessableEntity)
		reviewer.Post(picture, url.Values{"do": {"out"}}).Is(http.StatusSeeOther)
		makeVersion(t, w)
		reviewer.Get(w.Path("report/versions/2")).OK().SeesNot("Annex")
		reviewer.Get(w.Path("report/versions/1")).OK().Sees("Annex")
	}, features...)
}

// Without an entry there is no picture, and nothing is put in.
func TestWithoutEntriesThereIsNoPicture(t *testing.T) {
	t.Parallel()
	accesstest.Each(t, func(t *testing.T, w *accesstest.World) {
		begin(t, w)
		w.As(t, "reviewer").Post(w.Path("report/picture"), url.Values{"do": {"in"}}).Is(http.StatusSeeOther)
		w.As(t, "reviewer").Get(w.Path("report")).OK().Sees("The draft does not have it.")
	}, features...)
}

func writers(t *testing.T, w *accesstest.World) int {
	t.Helper()
	n := 0
	if err := w.DB.Read(context.Background(), func(tx *db.Tx) error {
		var err error
		n, err = db.One(context.Background(), tx, db.Column[int], `SELECT COUNT(*) FROM report_writer WHERE review_id = $1 AND account_id = $2`, w.Own, w.Account("lead"))
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return n
}
