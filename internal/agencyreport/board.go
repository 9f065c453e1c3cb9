package agencyreport

import (
	"context"
	"fmt"
	"sort"

	"lr/internal/access"
	"lr/internal/db"
	"lr/internal/form"
	"lr/internal/look"
	"lr/internal/review"
	"lr/internal/seal"
	"lr/internal/web"
)

type boardData struct {
	Form     *form.Form
	Review   string
	Lead     bool
	May      bool // more agencies may be asked now
	Chasing  bool // agencies may still be chased
	Lines    []boardLine
	Counts   counts
	Agencies []form.Option     // not asked yet, or not any more
	before   map[string]string // request that was withdrawn, by agency
	Proposal proposal
	Limits   review.Limits
}

// counts are how many of the agencies asked stand how.
type counts struct{ All, In, Late, Wanting, NotComing int }

// boardLine is one agency on the board.
type boardLine struct {
	Request
	times
	reminders
	Next    db.Date // of the next reminder, if there is one
	Colour  string
	Reason  seal.Text // why it is late, or came late
	Nobody  string    // what nobody does for the agency yet, "" where all is done
	Picture look.Stretch
}

var boardPage = web.NewPage[boardData](pages, "board.html")

func board(r *web.Request, p access.Pass[SeeBoard]) (web.Answer, error) {
	d, err := readBoard(r, p.Case)
	if err != nil {
		return web.Answer{}, err
	}
	d.Form.Set("due", d.Proposal.Due.Words())
	return boardPage.With(d), nil
}

func readBoard(r *web.Request, c access.Case) (boardData, error) {
	var d boardData
	err := c.Read(r.Context(), func(tx *db.Tx) error {
		var err error
		d, err = loadBoard(r.Context(), tx, c)
		return err
	})
	return d, err
}

func loadBoard(ctx context.Context, tx *db.Tx, c access.Case) (boardData, error) {
	d := boardData{Form: form.New(), Review: c.Review(), Lead: c.Is(access.LeadOfficer), before: map[string]string{}}
	d.May, d.Chasing = d.Lead && c.Stage() == access.Gathering, deciding.Has(c.Stage())
	var err error
	if d.Lines, err = boardLines(ctx, tx, c); err != nil {
		return d, err
	}
	asked := map[string]bool{}
	for _, l := range d.Lines {
		if l.State == Withdrawn {
			d.before[l.Agency] = l.ID
			continue
		}
		asked[l.Agency] = true
		d.Counts.add(l)
	}
	agencies, err := review.Agencies(ctx, tx)
	if err != nil {
		return d, err
	}
	for _, a := range review.Working(agencies) {
		if !asked[a.ID] {
			o := form.Option{Value: a.ID, Label: a.Name}
			if d.before[a.ID] != "" {
				o.Hint = "Asked before, and withdrawn."
			}
			d.Agencies = append(d.Agencies, o)
		}
	}
	if d.Limits, err = review.HoldsOn(ctx, tx, c, review.Records); err != nil {
		return d, err
	}
	d.Proposal, err = propose(ctx, tx, c)
	return d, err
}

func (n *counts) add(l boardLine) {
	n.All++
	switch {
	case l.Released > 0:
		n.In++
	case l.State == NotComing || l.missing:
		n.NotComing++
	case l.Late:
		n.Late++
	}
	if l.Wanted.ID != "" {
		n.Wanting++
	}
}

// Says is how many reports are in.
func (n counts) Says() string { return fmt.Sprintf("%d of %d in", n.In, n.All) }

var colours = map[State]string{Asked: "grey", Opened: "blue", Started: "blue", WithApprover: "yellow", Returned: "yellow",
	In: "green", NotComing: "grey", Withdrawn: "grey"}

// boardLines lists every request with how it stands: who is late first, then who
// asks for more time, then by the day. The act opens the compartment Hold, where
// the reasons for lateness lie; no word of an account is read.
func boardLines(ctx context.Context, tx *db.Tx, c access.Case) ([]boardLine, error) {
	qs, err := withWithdrawn(ctx, tx, c)
	if err != nil {
		return nil, err
	}
	ts, err := timesOf(ctx, tx, c)
	if err != nil {
		return nil, err
	}
	rs, err := remindersOf(ctx, tx, c)
	if err != nil {
		return nil, err
	}
	reasons, err := lateReasons(ctx, tx, c)
	if err != nil {
		return nil, err
	}
	s, err := scheduleOf(ctx, tx, c)
	if err != nil {
		return nil, err
	}
	people, err := c.People(ctx, tx)
	if err != nil {
		return nil, err
	}
	today := db.DateOf(tx.Now())
	var lines []boardLine
	for _, q := range qs {
		l := boardLine{Request: q, times: ts[q.ID], reminders: rs[q.ID], Reason: reasons[q.ID], Picture: drawn(q, today)}
		if l.State == Asked && !l.Opened.IsZero() {
			l.State = Opened // by asking for more time
		}
		l.Colour = colours[l.State]
		if q.Open() {
			l.Nobody = missingHands(people, q.Agency)
		} else {
			l.Wanted = past{}
		}
		if q.remindable(c.Stage()) {
			_, l.Next = s.turn(q.Due, q.heard(l.times), today)
		}
		lines = append(lines, l)
	}
	sort.SliceStable(lines, func(i, j int) bool {
		a, b := lines[i], lines[j]
		if a.rank() != b.rank() {
			return a.rank() < b.rank()
		}
		return a.Due.Before(b.Due)
	})
	return lines, nil
}

func (l boardLine) rank() int {
	switch {
	case l.Late:
		return 0
	case l.Wanted.ID != "":
		return 1
	case l.Open():
		return 2
	case l.State == Withdrawn:
		return 4
	}
	return 3
}

// lateReasons are why reports are late, by request.
func lateReasons(ctx context.Context, tx *db.Tx, c access.Case) (map[string]seal.Text, error) {
	ks, err := review.Clocks(ctx, tx, c)
	if err != nil {
		return nil, err
	}
	all := map[string]seal.Text{}
	for _, k := range ks {
		if id, ours := requestOfClock(k.Key); ours {
			all[id] = k.LateReason
		}
	}
	return all, nil
}

// missingHands says what nobody does for the agency.
func missingHands(people []access.Person, agency string) string {
	var has access.Role
	for _, p := range people {
		if p.Agency == agency && !p.Walled && !p.Suspended {
			has |= p.Role
		}
	}
	switch {
	case has&access.AgencyAuthor == 0:
		return "Nobody writes yet"
	case has&access.AgencyApprover == 0:
		return "Nobody signs yet"
	}
	return ""
}

// drawn is the time of an open request as a line: asked, due, today.
func drawn(q Request, today db.Date) look.Stretch {
	if !q.Open() || q.Paused {
		return look.Stretch{}
	}
	return look.NewStretch(q.Asked.DaysUntil(q.Due), q.Asked.DaysUntil(today))
}
