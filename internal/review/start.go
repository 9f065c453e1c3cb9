package review

import (
	"lr/internal/access"
	"lr/internal/db"
	"lr/internal/web"
)

// Start is to see what waits for oneself, or, without an account, what this is.
type Start struct{}

func (Start) Rule() access.Rule { return access.Rule{Name: "review.start"} }

type startData struct {
	SignedIn bool
	Demo     bool
	Waiting  []Waiting
	Reviews  []access.Mine
	Closed   []access.Mine
	Late     []overdue
	Seats    []Seat
	Sums     bool // leads or chairs, so there is a yearly summary for them
}

var startPage = web.NewPage[startData](pages, "start.html")

func start(r *web.Request, p access.Open[Start]) (web.Answer, error) {
	d := startData{SignedIn: r.Session.Complete, Demo: r.Fictional()}
	if !d.SignedIn {
		return startPage.With(d), nil
	}
	err := p.Read(r.Context(), func(tx *db.Tx) error {
		mine, err := p.Reviews(r.Context(), tx)
		if err != nil {
			return err
		}
		for _, m := range mine {
			d.Sums = d.Sums || m.Roles&(access.LeadOfficer|access.CommitteeChair) != 0
			if m.Stage == access.Closed {
				d.Closed = append(d.Closed, m)
			} else {
				d.Reviews = append(d.Reviews, m)
			}
		}
		brings, err := leads(r.Context(), tx, ofPerson, p.Person(), mine)
		if err != nil {
			return err
		}
		if d.Seats, err = Seats(r.Context(), tx, p.Person()); err != nil {
			return err
		}
		waits, err := waiting(r.Context(), tx, p.Person())
		d.Late, d.Waiting = brings.Late, inTime(append(waits, brings.besides()...))
		return err
	})
	return startPage.With(d), err
}
