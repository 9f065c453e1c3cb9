package chronology

import (
	"context"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"

	"lr/internal/access"
	"lr/internal/anonymity"
	"lr/internal/db"
	"lr/internal/mail"
	"lr/internal/review"
	"lr/internal/seal"
)

// Looking is the program's own: it compares what agencies wrote with who must
// have had no part in it. Nobody who writes gets anything of what it finds.
type Looking struct{}

func (Looking) Rule() access.Rule {
	return access.Rule{Name: "chronology.look", Opens: seal.Chronology | seal.Identity | seal.Deliberation}
}

// LookThrough compares the entries of every agency, released or not, with those
// who must be independent: somebody came, or a name of the case became known.
// [SEED team, CP21 p11]
func LookThrough(ctx context.Context, tx *db.Tx, c access.Case) error {
	return access.Along[Looking](ctx, tx, c, func(own access.Case) error {
		agencies, err := db.All(ctx, tx, db.Column[string], `SELECT DISTINCT agency_id FROM chronology_entry WHERE review_id = $1 ORDER BY agency_id`, c.Review())
		if err != nil {
			return fmt.Errorf("whose entries there are: %w", err)
		}
		var all []Entry
		for _, a := range agencies {
			es, err := ofAgency(ctx, tx, own, a)
			if err != nil {
				return err
			}
			all = append(all, es...)
		}
		return lookFor(ctx, tx, own, all)
	})
}

// lookIn compares an agency's entries as they are now. [SEED team, CP21 p11]
func lookIn(ctx context.Context, tx *db.Tx, c access.Case, es []Entry) error {
	return access.Along[Looking](ctx, tx, c, func(own access.Case) error { return lookFor(ctx, tx, own, es) })
}

// lookout is somebody of whom names are looked for.
type lookout struct {
	account string
	checker *anonymity.Checker
	codes   []string // by which the texts of the case call them, if they are in its list
}

// lookouts are those with a part that asks for independence, with every name
// that the review knows of them.
func lookouts(ctx context.Context, tx *db.Tx, c access.Case) ([]lookout, []anonymity.Known, error) {
	people, err := c.People(ctx, tx)
	if err != nil {
		return nil, nil, err
	}
	known, err := review.CaseNames(ctx, tx, c)
	if err != nil {
		return nil, nil, err
	}
	var outs []lookout
	var all []anonymity.Known
	for _, p := range people {
		if p.Role&access.Declaring == 0 || p.Walled || slices.ContainsFunc(outs, func(l lookout) bool { return l.account == p.ID }) {
			continue
		}
		l, names := lookout{account: p.ID}, []string{p.Name.Reveal()}
		sure := anonymity.NewChecker([]anonymity.Known{{Names: names}})
		for _, k := range known {
			if k.Kind == anonymity.Person && slices.ContainsFunc(append(k.Names, k.Aliases...), func(name string) bool { return isWhole(sure, name) }) {
				l.codes = append(l.codes, k.Code)
				names = append(append(names, k.Names...), k.Aliases...)
			}
		}
		l.checker = anonymity.NewChecker([]anonymity.Known{{Code: p.ID, Names: names}})
		outs, all = append(outs, l), append(all, anonymity.Known{Code: p.ID, Names: names})
	}
	return outs, all, nil
}

// isWhole says that a name in the list of the case is that of the person.
func isWhole(c *anonymity.Checker, name string) bool {
	if !strings.Contains(strings.TrimSpace(name), " ") {
		return false
	}
	for _, f := range c.Check(name) {
		if f.Certainty == anonymity.Certain && f.Kind == anonymity.Person && f.End-f.Start == len(strings.TrimSpace(name)) {
			return true
		}
	}
	return false
}

// mention is words of an entry that may name somebody.
type mention struct {
	Field  string `json:"field"`
	Words  string `json:"words"`
	Why    string `json:"why"`
	Closes bool   `json:"closes"`
}

func (m mention) same(o mention) bool {
	return m.Field == o.Field && strings.EqualFold(strings.Join(strings.Fields(m.Words), " "), strings.Join(strings.Fields(o.Words), " "))
}

// fields are the words of an entry with what people call them; its time has none.
func (e Entry) fields() []struct {
	Name string
	Text seal.Text
} {
	return []struct {
		Name string
		Text seal.Text
	}{{"what happened", e.Event}, {"what was done", e.Action}, {"why nothing was done", e.WhyNone}, {"who was seen", e.Seen}, {"who was at work", e.Role}, {"source", e.Source},
		{"reference", e.Reference}, {"views", e.Views}, {"impact", e.Impact}, {"comment", e.Comment}}
}

// in finds where an entry may name the person.
func (l lookout) in(e Entry) []mention {
	var found []mention
	add := func(m mention) {
		if !slices.ContainsFunc(found, m.same) {
			found = append(found, m)
		}
	}
	for _, f := range e.fields() {
		for _, x := range l.checker.Check(f.Text.Reveal()) {
			if x.Code != "" {
				add(mention{f.Name, x.Shown, string(x.Rule), x.Certainty == anonymity.Certain})
			}
		}
		for _, code := range l.codes {
			if says(f.Text.Reveal(), code) {
				add(mention{f.Name, code, "the code of the same name in the people of the case", true})
			}
		}
	}
	return found
}

// says tells whether a text has the code in it, and not a longer one.
func says(text, code string) bool {
	text, code = strings.ToLower(text), strings.ToLower(code)
	for from := 0; ; {
		i := strings.Index(text[from:], code)
		if i < 0 {
			return false
		}
		start, end := from+i, from+i+len(code)
		if !wordAt(text, start-1) && !wordAt(text, end) {
			return true
		}
		from = end
	}
}

func wordAt(text string, i int) bool {
	return i >= 0 && i < len(text) && (text[i] >= 'a' && text[i] <= 'z' || text[i] >= '0' && text[i] <= '9' || text[i] >= 0x80)
}

// lookFor raises a doubt for each new place where an entry names somebody; what
// was raised before for the same words of the same entry is not raised again.
func lookFor(ctx context.Context, tx *db.Tx, own access.Case, es []Entry) error {
	outs, all, err := lookouts(ctx, tx, own)
	if err != nil || len(outs) == 0 {
		return err
	}
	before, err := namings(ctx, tx, own)
	if err != nil {
		return err
	}
	known := map[[2]string][]mention{} // by account and entry
	for _, n := range before {
		of := [2]string{n.account, n.entry}
		known[of] = append(known[of], n.mentions...)
	}
	crowd := anonymity.NewChecker(all)
	raised := map[string]bool{} // by account, whether it closes
	for _, e := range suspects(es, crowd, outs) {
		for _, l := range outs {
			fresh := slices.DeleteFunc(l.in(e), func(m mention) bool { return slices.ContainsFunc(known[[2]string{l.account, e.ID}], m.same) })
			if len(fresh) == 0 {
				continue
			}
			closes := slices.ContainsFunc(fresh, func(m mention) bool { return m.Closes })
			if err := keepNaming(ctx, tx, own, l.account, e.ID, closes, fresh); err != nil {
				return err
			}
			raised[l.account] = raised[l.account] || closes
		}
	}
	for _, l := range outs {
		if closes, ok := raised[l.account]; ok {
			if err := raise(ctx, tx, own, l.account, closes); err != nil {
				return err
			}
		}
	}
	return nil
}

// suspects are the entries that may name one of them: what is found too much, the
// look at each field drops.
func suspects(es []Entry, crowd *anonymity.Checker, outs []lookout) []Entry {
	var some []Entry
	hit := touched(es, crowd)
	for i, e := range es {
		for _, f := range e.fields() {
			for _, l := range outs {
				hit[i] = hit[i] || slices.ContainsFunc(l.codes, func(code string) bool { return says(f.Text.Reveal(), code) })
			}
		}
		if hit[i] {
			some = append(some, e)
		}
	}
	return some
}

// inOnePiece is how many entries are looked through in one piece of text.
const inOnePiece = 100

// touched says of each entry whether it may hold a name that the checker knows. It
// goes over the words of many together, on every processor at once: with thousands
// of entries that is what a first page waits for.
func touched(es []Entry, checker *anonymity.Checker) []bool {
	hit, workers := make([]bool, len(es)), runtime.GOMAXPROCS(0)
	var all sync.WaitGroup
	for w := range workers {
		all.Go(func() {
			for from := w * inOnePiece; from < len(es); from += workers * inOnePiece {
				to := min(from+inOnePiece, len(es))
				touch(es[from:to], checker, hit[from:to])
			}
		})
	}
	all.Wait()
	return hit
}

func touch(es []Entry, checker *anonymity.Checker, hit []bool) {
	var all strings.Builder
	ends, long := make([]int, len(es)), 0
	for i := range es {
		for _, words := range es[i].texts() {
			long += len(words.Reveal()) + len("\n\n")
		}
	}
	all.Grow(long)
	for i := range es {
		for _, words := range es[i].texts() {
			all.WriteString(words.Reveal())
			all.WriteString("\n\n")
		}
		ends[i] = all.Len()
	}
	for _, at := range checker.Touched(all.String()) {
		for i, _ := slices.BinarySearch(ends, at[0]+1); i < len(es) && (i == 0 || ends[i-1] < at[1]); i++ {
			hit[i] = true
		}
	}
}

func keepNaming(ctx context.Context, tx *db.Tx, c access.Case, account, entry string, closes bool, ms []mention) error {
	words, err := sealedJSON(ms)
	if err != nil {
		return fmt.Errorf("keep who was named: %w", err)
	}
	id := db.NewID()
	c.Touch(id)
	if _, err := tx.Exec(ctx, `
		INSERT INTO chronology_named (id, review_id, account_id, entry_id, closes, content, raised_at) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		id, c.Review(), account, entry, closes, c.At(seal.Deliberation, "chronology_named", &id).Seal("content", words), tx.Now()); err != nil {
		return fmt.Errorf("keep who was named: %w", err)
	}
	return nil
}

// NamedPath is the page where the lead officer settles who was named.
func NamedPath(c access.Case) string { return review.Path(c, "chronology/named") }

func namedKey(account, lead string) string { return "named:" + account + ":" + lead }

// raise asks every other lead officer to look. Where a name is certain the
// review is closed to the person first.
func raise(ctx context.Context, tx *db.Tx, c access.Case, account string, closes bool) error {
	what, days := "A name in the chronology may be that of somebody who takes part in this review. Please look", 7
	if closes {
		what, days = "The chronology seems to name somebody who takes part in this review. It is closed to them until you decide", 1
		if err := c.Doubt(ctx, tx, account); err != nil {
			return err
		}
	}
	due := db.DateOf(tx.Now()).AddDays(days)
	return eachLead(ctx, tx, c, account, func(lead string) error {
		if err := review.Ask(ctx, tx, c, review.Task{Key: namedKey(account, lead), Account: lead, What: what, Path: NamedPath(c), Due: due}); err != nil || !closes {
			return err
		}
		return mail.Send(ctx, tx, c, mail.ToAccount(lead), mail.TaskWaits, mail.Message{Path: NamedPath(c), Due: due})
	})
}

// eachLead goes through the lead officers other than the person.
func eachLead(ctx context.Context, tx *db.Tx, c access.Case, person string, do func(lead string) error) error {
	people, err := c.People(ctx, tx)
	if err != nil {
		return err
	}
	for _, p := range people {
		if p.Role == access.LeadOfficer && !p.Walled && p.ID != person {
			if err := do(p.ID); err != nil {
				return err
			}
		}
	}
	return nil
}
