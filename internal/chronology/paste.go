package chronology

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"lr/internal/access"
	"lr/internal/db"
	"lr/internal/seal"
	"lr/internal/web"
)

// mostBytes is how large a pasted table or a file may be.
const mostBytes = 1 << 20

// paste takes in a table: every row becomes an entry, or is there already, or
// is listed with the reason why not. The same table again adds nothing.
func paste(r *web.Request, p access.Pass[Paste]) (web.Answer, error) {
	ctx, f := r.Context(), r.Form
	usualSource := f.Line("table-source", longSource, "")
	text := tidy(f.Value("table"))
	if len(text) > mostBytes {
		f.Refuse("table", "This table is too large: at most 1 MB can be read at once.")
	}
	if name, data := f.File("file", mostBytes); name != "" {
		if strings.TrimSpace(text) != "" {
			f.Refuse("file", "Paste a table or choose a file, one at a time.")
		}
		text = tidy(words(data))
	}
	today := r.Today()
	rows, fault := readTable(text, func(cell string) bool { _, fault := ReadWhen(cell, today); return fault == "" })
	if fault != "" {
		f.Refuse("table", fault)
	}
	var t taken
	err := p.Write(ctx, func(tx *db.Tx) error {
		if !f.OK() {
			return errRefused
		}
		if done, err := frozen(ctx, tx, p.Case); err != nil || done {
			f.Refuse("", releasedSentence)
			return errors.Join(err, errRefused)
		}
		var err error
		t, err = takeIn(ctx, tx, p.Case, rows, usualSource, today)
		return err
	})
	if errors.Is(err, errRefused) {
		return mineAgain(r, p.Case, f)
	}
	return web.Redirect(minePath(p.Case)).Say(t.words()), err
}

// taken is what became of the rows of a table.
type taken struct{ new, there, refused int }

func (t taken) words() string {
	s := fmt.Sprintf("%s taken in.", rowsWere(t.new))
	if t.there > 0 {
		s += fmt.Sprintf(" %s there already.", rowsWere(t.there))
	}
	if t.refused > 0 {
		s += fmt.Sprintf(" %s not taken in: see why below.", rowsWere(t.refused))
	}
	return s
}

func rowsWere(n int) string {
	if n == 1 {
		return "1 row was"
	}
	return fmt.Sprintf("%d rows were", n)
}

// takeIn sorts the rows into new entries, those that are there already and
// those refused.
func takeIn(ctx context.Context, tx *db.Tx, c access.Case, rows []row, usualSource string, today db.Date) (taken, error) {
	var t taken
	there := map[string]bool{}
	es, err := own(ctx, tx, c)
	if err != nil {
		return t, err
	}
	for _, e := range es {
		there[e.mark()], there[e.row] = true, true
	}
	waiting, err := refusals(ctx, tx, c)
	if err != nil {
		return t, err
	}
	for _, x := range waiting {
		there[x.Mark] = true
	}
	var fresh []Entry
	for _, w := range rows {
		if w.Source == "" {
			w.Source = usualSource
		}
		e, why := w.entry(today)
		switch {
		case there[e.row], why == "" && there[e.mark()]:
			t.there++
			continue
		case why != "":
			t.refused++
			if err := refuse(ctx, tx, c, w, e.row, why); err != nil {
				return t, err
			}
		default:
			t.new++
			fresh = append(fresh, e)
			there[e.mark()] = true
		}
		there[e.row] = true
	}
	return t, insert(ctx, tx, c, fresh)
}

// entry makes an entry of a row, or says why it cannot.
func (w row) entry(today db.Date) (Entry, string) {
	e := Entry{Written: seal.T(w.Written), Source: seal.T(w.Source), Event: seal.T(w.Event), Action: seal.T(w.Action), Seen: seal.T(w.Seen),
		row: markOf(append(append([]string{}, w.Cells...), w.Source)...)}
	var why []string
	if fault := e.timed(today); fault != "" {
		why = append(why, fault)
	}
	for _, part := range []struct {
		words, name string
		max         int
		needed      bool
	}{{w.Written, "date", longWhen, false}, {w.Source, "source", longSource, true}, {w.Event, "event", longEvent, true},
		{w.Action, "action", longAction, false}, {w.Seen, "note of who was seen", longSeen, false}} {
		if part.needed && part.words == "" {
			why = append(why, "There is no "+part.name+".")
		}
		if utf8.RuneCountInString(part.words) > part.max {
			why = append(why, fmt.Sprintf("The %s has more than %d letters.", part.name, part.max))
		}
	}
	return e, strings.Join(why, " ")
}

// refusal is a row of a table that waits to be put right. Mark is the same for
// the same row pasted again.
type refusal struct {
	ID      string
	Number  int
	Why     string
	Read    seal.Text // the cells as they were read
	Mark    string
	written row
}

// listed is what of a refusal is sealed.
type listed struct {
	Row  row    `json:"row"`
	Why  string `json:"why"`
	Mark string `json:"mark"`
}

func refuse(ctx context.Context, tx *db.Tx, c access.Case, w row, mark, why string) error {
	b, err := json.Marshal(listed{w, why, mark})
	if err != nil {
		return fmt.Errorf("list a row: %w", err)
	}
	id := db.NewID()
	if _, err := tx.Exec(ctx, `
		INSERT INTO chronology_refused (id, review_id, agency_id, content, entered_by, entered_at) VALUES ($1, $2, $3, $4, $5, $6)`,
		id, c.Review(), c.Agency(), c.At(seal.Chronology, "chronology_refused", &id).Seal("content", seal.T(string(b))), c.Person(), tx.Now()); err != nil {
		return fmt.Errorf("list a row: %w", err)
	}
	return nil
}

// refusals lists the rows of the person's own agency that wait to be put right.
func refusals(ctx context.Context, tx *db.Tx, c access.Case) ([]refusal, error) {
	all, err := db.All(ctx, tx, func(r db.Row) (refusal, error) {
		var x refusal
		var words seal.Text
		if err := r.Scan(&x.ID, c.At(seal.Chronology, "chronology_refused", &x.ID).Open("content", &words)); err != nil {
			return x, err
		}
		var l listed
		if err := json.Unmarshal([]byte(words.Reveal()), &l); err != nil {
			return x, fmt.Errorf("row %s cannot be read", x.ID)
		}
		x.Number, x.Why, x.Mark, x.written = l.Row.Number, l.Why, l.Mark, l.Row
		x.Read = seal.T(strings.TrimRight(strings.Join(l.Row.Cells, " | "), " |"))
		return x, nil
	}, `SELECT id, content FROM chronology_refused WHERE review_id = $1 AND agency_id = $2 AND settled_at IS NULL ORDER BY id`,
		c.Review(), c.Agency())
	if err != nil {
		return nil, fmt.Errorf("list the rows that were not taken in: %w", err)
	}
	return all, nil
}
