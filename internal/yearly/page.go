package yearly

import (
	"fmt"
	"strconv"

	"lr/internal/access"
	"lr/internal/db"
	"lr/internal/decision"
	"lr/internal/look"
	"lr/internal/review"
	"lr/internal/web"
)

func number(n int) string { return strconv.Itoa(n) }

type listData struct {
	Committees []review.Committee
	Year       int
}

type pageData struct {
	Committee   review.Committee
	Year        year
	Business    bool
	Cases       []Case
	Shown       []Case // on this page
	Turn        look.Turn
	Totals      []Total
	Shared      []Shared
	Path        string
	Other       string // address of the same year as the other kind of year
	Back, Ahead string // addresses of the years beside this one, "" where there is none
	Dictionary  []column
}

type oneData struct {
	Review string
	Cases  []oneCase
}

// oneCase is what the summary of one committee says of a review.
type oneCase struct {
	Committee string
	Case
}

var (
	listPage = web.NewPage[listData](pages, "list.html")
	yearPage = web.NewPage[pageData](pages, "yearly.html")
	onePage  = web.NewPage[oneData](pages, "one.html")
)

// committees are those of whose cases the person leads or chairs one.
func committees(r *web.Request, p access.Own[See]) (web.Answer, error) {
	d := listData{Year: r.Today().Year}
	err := p.Read(r.Context(), func(tx *db.Tx) error {
		var err error
		_, d.Committees, err = mine(r.Context(), tx, p.Outside)
		return err
	})
	return listPage.With(d), err
}

// read gathers the year that the address names.
func read(r *web.Request, p access.Own[See]) (pageData, error) {
	d := pageData{Dictionary: dictionary}
	n, err := strconv.Atoi(r.Path("year"))
	kind := r.Path("kind")
	if err != nil || n < 1990 || n > 2199 || kind != "calendar" && kind != "business" {
		return d, db.ErrNotFound
	}
	d.Business = kind == "business"
	d.Year = year{d.Business, n}
	var earlier bool
	if d.Committee, d.Cases, earlier, err = gather(r, p.Outside, r.Path("committee"), d.Year); err != nil {
		return d, err
	}
	d.Totals = totals(d.Cases, decision.OutcomeWords())
	d.Shared = share(d.Totals)
	d.fillWays(earlier, r.Today())
	return d, nil
}

// fillWays gives the years beside this one in which there may be cases.
func (d *pageData) fillWays(earlier bool, today db.Date) {
	address := func(kind string, n int) string { return fmt.Sprintf("/yearly/%s/%s/%d", d.Committee.ID, kind, n) }
	kind, other := "calendar", "business"
	if d.Year.business {
		kind, other = other, kind
	}
	n := d.Year.number
	d.Path, d.Other = address(kind, n), address(other, n)
	if earlier {
		d.Back = address(kind, n-1)
	}
	if _, last := d.Year.days(); last.Before(today) {
		d.Ahead = address(kind, n+1)
	}
}

func show(r *web.Request, p access.Own[See]) (web.Answer, error) {
	d, err := read(r, p)
	d.Turn.Path = d.Path
	d.Shown = look.TurnTo(d.Cases, r.Query("page"), &d.Turn)
	return yearPage.With(d), err
}

// showOne is what the summaries say of one review, so that whoever leads it sees
// it before others do.
func showOne(r *web.Request, p access.Pass[Sum]) (web.Answer, error) {
	d := oneData{Review: p.Review()}
	err := p.Read(r.Context(), func(tx *db.Tx) error {
		cs, err := review.Committees(r.Context(), tx, p.Case)
		if err != nil {
			return err
		}
		began, err := review.NotifiedOn(r.Context(), tx, p.Case)
		if err != nil {
			return err
		}
		for _, k := range cs {
			all, err := sums(r.Context(), tx, []access.Case{p.Case}, k.ID)
			if err != nil {
				return err
			}
			all[0].Notified = began
			d.Cases = append(d.Cases, oneCase{k.Name, all[0]})
		}
		return nil
	})
	return onePage.With(d), err
}
