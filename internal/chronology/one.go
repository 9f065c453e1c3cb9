package chronology

import (
	"context"
	"fmt"
	"net/url"
	"strings"
	"time"

	"lr/internal/access"
	"lr/internal/agencyreport"
	"lr/internal/db"
	"lr/internal/form"
	"lr/internal/look"
	"lr/internal/review"
	"lr/internal/seal"
	"lr/internal/web"
)

// oneData is the page of one entry: all that it says, what became of it, and what
// those who work with the line put to it.
type oneData struct {
	Form     *form.Form
	Review   string
	Path     string
	Query    string // with its "?", of what was looked for in the line
	Line     string // back to the entry's place there
	Ways     []look.Link
	Entry    Entry
	All      bool
	Before   string // the entry before it in what was looked for
	After    string
	Number   int
	Of       int
	Notes    bool
	Noting   bool
	Starred  bool
	Tags     []tag
	InUse    []form.Option
	Comments []comment
	Written  time.Time
	Past     []past
	Joined   together
	More     []look.Link
	Twins    string // the page of other accounts, "" where it is shut
}

// Sentences are the words of the entry that a comment can be tied to.
func (d oneData) Sentences() []string { return d.Entry.sentences() }

func (e Entry) sentences() []string {
	var all []string
	for _, p := range e.Says() {
		for s := range strings.SplitSeq(strings.NewReplacer(". ", ".\n", "? ", "?\n", "! ", "!\n").Replace(p.Words), "\n") {
			if s = strings.TrimSpace(s); len(s) > 3 && len(s) <= longAbout {
				all = append(all, s)
			}
		}
	}
	return all
}

var onePage = web.NewPage[oneData](pages, "one.html", "fields.html", "comment.html", "account.html")

func showEntry(r *web.Request, p access.Pass[See]) (web.Answer, error) {
	return oneAgain(r, p.Case, form.New())
}

func onePath(c access.Case, id string) string { return review.Path(c, "chronology/entries/"+id) }

// oneAgain shows an entry, with what was typed beside it in f.
func oneAgain(r *web.Request, c access.Case, f *form.Form) (web.Answer, error) {
	d := oneData{Form: f, More: studyLinks(r, c, r.Path("entry")), Review: c.Review(), Path: onePath(c, r.Path("entry")), Ways: WaysOf(r, c, ""), All: seesAll(c), Notes: seesNotes(c), Noting: has(c, noting)}
	err := c.Read(r.Context(), func(tx *db.Tx) error {
		es, words, err := lineOf(r, tx, c)
		if err != nil {
			return err
		}
		if d.Entry, err = withID(es, r.Path("entry")); err != nil {
			return err
		}
		c.Touch(d.Entry.ID)
		mine := notes{}
		if d.Notes {
			if mine, err = notesOf(r.Context(), tx, c); err != nil {
				return err
			}
			if d.Comments, err = commentsOn(r.Context(), tx, c, d.Entry); err != nil {
				return err
			}
		}
		d.Starred, d.Tags, d.InUse = mine.starred[d.Entry.ID], mine.tags[d.Entry.ID], mine.inUse()
		d.among(r, es, words, mine)
		if r.Open(c, "/reviews/{review}/chronology/twins") {
			d.Twins = twinsPath(c) + "/of/" + d.Entry.ID
		}
		if d.All {
			s, err := readTwins(r.Context(), tx, c)
			if err != nil {
				return err
			}
			if j := s.joined(d.Entry.ID); j != nil {
				d.Joined = standJoined(es, j)
			}
		}
		return d.history(r.Context(), tx, c)
	})
	return onePage.With(d), err
}

// among finds the entries beside it in what the person looked for.
func (d *oneData) among(r *web.Request, es []Entry, words []string, mine notes) {
	asked := askedFor(r)
	what := filterOf(asked, r.Today())
	query := queryOf(asked.Value)
	if asked.OK() && len(query) > 0 {
		if kept, _ := what.keep(es, words, mine); hasID(kept, d.Entry.ID) {
			es = kept
		}
	}
	line := strings.TrimSuffix(d.Path, "/entries/"+d.Entry.ID)
	d.Of = len(es)
	for i, e := range es {
		if e.ID != d.Entry.ID {
			continue
		}
		d.Number = i + 1
		if i > 0 {
			d.Before = entryHref(line, es[i-1].ID, query)
		}
		if i < len(es)-1 {
			d.After = entryHref(line, es[i+1].ID, query)
		}
	}
	if len(query) > 0 {
		d.Query = "?" + query.Encode()
	}
	d.Line = lineAt(line, d.Entry.ID, asked)
}

func hasID(es []Entry, id string) bool {
	_, err := withID(es, id)
	return err == nil
}

// lineAt is the address of an entry's place in what was looked for in the line.
func lineAt(line, id string, asked *form.Form) string {
	query := queryOf(asked.Value)
	query.Set("at", id)
	return line + "?" + query.Encode() + "#e-" + id
}

// past is one change of an entry.
type past struct {
	At      time.Time
	By      seal.Text
	Changes []difference
}

// history tells in words how the entry changed. What it said before its agency
// released it is the agency's own. [ASP22 p8]
func (d *oneData) history(ctx context.Context, tx *db.Tx, c access.Case) error {
	var err error
	if d.Written, err = db.One(ctx, tx, db.Column[time.Time], `SELECT entered_at FROM chronology_entry WHERE id = $1 AND review_id = $2`, d.Entry.ID, c.Review()); err != nil {
		return fmt.Errorf("when the entry was written: %w", err)
	}
	var since time.Time
	if d.All {
		if since, err = agencyreport.FirstReleased(ctx, tx, c, d.Entry.Agency); err != nil {
			return err
		}
	}
	people, err := c.People(ctx, tx)
	if err != nil {
		return err
	}
	after := d.Entry
	_, err = db.All(ctx, tx, func(r db.Row) (string, error) {
		var id, by string
		var at time.Time
		var words seal.Text
		if err := r.Scan(&id, c.At(seal.Chronology, "chronology_past", &id).Open("content", &words), &by, &at); err != nil {
			return id, err
		}
		before := Entry{ID: d.Entry.ID}
		if err := before.open(words); err != nil {
			return id, err
		}
		if at.After(since) {
			d.Past = append(d.Past, past{at, nameOf(people, by), differences(before, after)})
		}
		after = before
		return id, nil
	}, `SELECT id, content, changed_by, changed_at FROM chronology_past WHERE review_id = $1 AND entry_id = $2 ORDER BY version DESC`, c.Review(), d.Entry.ID)
	if err != nil {
		return fmt.Errorf("what the entry said before: %w", err)
	}
	return nil
}

// studyLinks lead from an entry to what the team makes of it.
func studyLinks(r *web.Request, c access.Case, entry string) []look.Link {
	var links []look.Link
	if r.Open(c, "/reviews/{review}/chronology/entries/{entry}/themes") {
		links = append(links, look.Link{Href: onePath(c, entry) + "/themes", Text: "Themes of this entry"})
	}
	if r.Open(c, "/reviews/{review}/chronology/questions/{question}/edit") {
		links = append(links, look.Link{Href: questionsPath(c) + "/new/edit?entry=" + url.QueryEscape(entry), Text: "Ask a question about this entry"})
	}
	return links
}
