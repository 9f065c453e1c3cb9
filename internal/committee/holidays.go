package committee

import (
	"context"
	"errors"
	"slices"

	"lr/internal/access"
	"lr/internal/clock"
	"lr/internal/db"
	"lr/internal/form"
	"lr/internal/web"
)

type holidaysData struct {
	Form  *form.Form
	Book  *book
	Years []year
}

// year is a year's holidays: those of Scotland, and the committee's own.
type year struct {
	Year int
	Days []clock.Holiday
}

// Own says that a day is the committee's and can be removed.
func (holidaysData) Own(h clock.Holiday) bool { return h.Source == clock.ByLocal }

var holidaysPage = web.NewPage[holidaysData](pages, "holidays.html")

func (d *holidaysData) fill(b *book, today db.Date) {
	d.Book, d.Years = b, nil
	for y := today.Year; y <= today.Year+2; y++ {
		d.Years = append(d.Years, year{y, clock.Calendar{Local: b.Draft.LocalHolidays}.Holidays(y)})
	}
}

func askHolidays(r *web.Request, p access.Own[See]) (web.Answer, error) {
	d := holidaysData{Form: form.New()}
	err := read(r, p.Outside, func(_ context.Context, _ *db.Tx, b *book) error {
		d.fill(b, r.Today())
		return nil
	})
	return holidaysPage.With(d), err
}

func addHoliday(r *web.Request, p access.Own[Change]) (web.Answer, error) {
	d := holidaysData{Form: r.Form}
	err := change(r, p.Outside, "holidays", func(b *book) error {
		d.fill(b, r.Today())
		h := clock.Holiday{Day: r.Form.Date("day", "Give the day, such as 21 September 2027."),
			Name: r.Form.Line("name", 100, "Give its name, such as Exampleshire autumn holiday.")}
		for _, y := range d.Years {
			for _, other := range y.Days {
				if other.Day == h.Day {
					r.Form.Refuse("day", "This day is a holiday already: "+other.Name+".")
				}
			}
		}
		if !h.Day.IsZero() && (h.Day.Year < r.Today().Year-1 || h.Day.Year > r.Today().Year+10) {
			r.Form.Refuse("day", "Give a day from last year to ten years from now.")
		}
		if !r.Form.OK() {
			return errRefused
		}
		b.Draft.LocalHolidays = append(slices.Clone(b.Draft.LocalHolidays), h)
		slices.SortFunc(b.Draft.LocalHolidays, func(a, b clock.Holiday) int { return b.Day.DaysUntil(a.Day) })
		return nil
	})
	if errors.Is(err, errRefused) {
		return holidaysPage.With(d), nil
	}
	return web.Redirect(at(r, "holidays")).Say(kept), err
}

func removeHoliday(r *web.Request, p access.Own[Change]) (web.Answer, error) {
	err := change(r, p.Outside, "holidays", func(b *book) error {
		day := r.Form.Date("day", "")
		left := slices.DeleteFunc(slices.Clone(b.Draft.LocalHolidays), func(h clock.Holiday) bool { return h.Day == day })
		if len(left) == len(b.Draft.LocalHolidays) {
			return db.ErrNotFound
		}
		b.Draft.LocalHolidays = left
		return nil
	})
	return web.Redirect(at(r, "holidays")).Say(kept), err
}

// at is the address of a page of the committee that the request is about.
func at(r *web.Request, page string) string {
	return "/committees/" + r.Path("committee") + "/" + page
}
