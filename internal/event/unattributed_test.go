package event_test

import (
	"bytes"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"lr/internal/access"
	"lr/internal/accesstest"
	"lr/internal/db"
)

// cells reads every row of a table as text.
func cells(t *testing.T, w *accesstest.World, table string) []string {
	columns := read(t, w, db.Column[string], `SELECT name FROM pragma_table_info($1)`, table)
	return read(t, w, func(r db.Row) (string, error) {
		raw := make([]any, len(columns))
		to := make([]any, len(columns))
		for i := range raw {
			to[i] = &raw[i]
		}
		err := r.Scan(to...)
		var b strings.Builder
		for i, v := range raw {
			if bs, ok := v.([]byte); ok {
				v = string(bs)
			}
			fmt.Fprintf(&b, "%s=%v;", columns[i], v)
		}
		return b.String(), err
	}, `SELECT `+strings.Join(columns, ", ")+` FROM `+table)
}

// What a practitioner said cannot be joined to them: no row that names them
// names it, was written in its minute, or knows its order. [SEED event]
func TestWhatWasSaidCannotBeJoinedToAPerson(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		ready(t, w)
		w.As(t, "reviewer").Post(w.Path("event/open"), nil).Is(http.StatusSeeOther)
		w.Clock.Advance(20 * time.Minute)
		w.As(t, "practitioner").Get("/").OK() // the session was seen before, not at, the deed
		w.Clock.Advance(30 * time.Second)
		at := w.Clock.Now().UTC().Format("2006-01-02T15:04:05")
		w.As(t, "practitioner").Get(w.Path("event/contribute")).OK()
		w.As(t, "practitioner").Post(w.Path("event/contribute"), url.Values{"well": {"Canary."}, "missed": {"Another."}}).Is(http.StatusSeeOther)
		for _, a := range read(t, w, db.Column[string], `SELECT actor || object FROM audit_entry WHERE action = 'event.contribute'`) {
			if a != "somebody who took part" {
				t.Errorf("the log says %q", a)
			}
		}
		ids := read(t, w, db.Column[string], `SELECT id FROM event_contribution WHERE review_id = $1`, w.Own)
		if len(ids) != 2 {
			t.Fatalf("%d contributions", len(ids))
		}
		if !w.DB.Lite() {
			return
		}
		person := w.Account("practitioner")
		for _, table := range read(t, w, db.Column[string], `SELECT name FROM sqlite_master WHERE type = 'table'`) {
			for _, row := range cells(t, w, table) {
				for _, id := range ids {
					if strings.Contains(row, id) && table != "event_contribution" {
						t.Errorf("%s names a contribution", table)
					}
				}
				if strings.Contains(row, person) && strings.Contains(row, at) {
					t.Errorf("%s says that the person did something in that second", table)
				}
				if table == "event_contribution" && (strings.Contains(row, person) || strings.Contains(row, "2026-")) {
					t.Errorf("a contribution knows a person or a time")
				}
			}
		}
	})
}

// The order in which rows lie in the database is that of their random ids, and
// not the order in which people wrote.
func TestTheOrderOfWhatWasSaidIsLost(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		ready(t, w)
		w.As(t, "lead").Post(w.Path("event/open"), nil).Is(http.StatusSeeOther)
		for i := range 12 {
			who := []string{"practitioner", "practitioner two"}[i%2]
			w.As(t, who).Post(w.Path("event/contribute"), url.Values{"well": {fmt.Sprint("Words ", i)}}).Is(http.StatusSeeOther)
		}
		place := map[bool]string{true: "rowid", false: "ctid"}[w.DB.Lite()]
		ids := read(t, w, db.Column[string], `SELECT id FROM event_contribution ORDER BY `+place)
		if len(ids) != 12 || !slices.IsSortedFunc(ids, func(a, b string) int { return bytes.Compare([]byte(a), []byte(b)) }) {
			t.Errorf("%d rows lie in the order of their making", len(ids))
		}
	})
}

// The pages where people take part, seen by everybody in every stage: nobody but
// those named gets in.
func TestWhoMayTakePart(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		ready(t, w)
		only := func(path string, who ...string) {
			t.Helper()
			for _, name := range []string{"lead", "admin", "review chair", "reviewer", "team", "author", "practitioner", "supporter", "manager", "family link"} {
				got := w.As(t, name).Get(w.Path(path)).Status
				if want := slices.Contains(who, name); want != (got == http.StatusOK) {
					t.Errorf("%s gets %d at %s", name, got, path)
				}
			}
			w.As(t, "other lead").Get(w.Path(path)).Is(http.StatusNotFound)
		}
		only("event", "lead", "review chair", "reviewer")
		only("event/invitations", "lead", "admin")
		only("event/my-people", "supporter")
		only("my-part", "practitioner")
		only("event/contribute", "practitioner")
		only("event/contributions", "lead", "review chair", "reviewer")
		only("managers", "lead", "review chair", "reviewer")
		only("managers/learning", "manager")
		w.Stage(t, access.SettingUp)
		only("event")
		only("my-part")
	})
}
