package chronology

import (
	"net/url"
	"slices"

	"lr/internal/access"
	"lr/internal/chronology/line"
	"lr/internal/chronology/picture"
	"lr/internal/chronology/read"
	"lr/internal/db"
	"lr/internal/look"
	"lr/internal/review"
	"lr/internal/web"
)

// fill lays the story out in the view that was asked for, and says it in words
// and links too.
func (d *pictureData) fill(r *web.Request, c access.Case, s picture.Story) {
	var v picture.View
	d.Form, v = viewOf(r)
	if i := slices.IndexFunc(s.Events, func(e line.Event) bool { return e.ID == r.Query("since") }); i >= 0 {
		s.Since = s.Events[i].ID
		d.Since = &s.Events[i]
	}
	if whole := picture.Whole(s.Events); v.From.IsZero() && !v.To.IsZero() {
		v.From = whole.From
	}
	d.Picture = picture.Lay(s, v)
	if d.Form.OK() && len(d.Picture.Lanes) > 0 {
		d.Form.Set("from", d.Picture.View.From.Words())
		d.Form.Set("to", d.Picture.View.To.Words())
	}
	full := d.Picture.Shown <= mostListed
	links := picture.Links{View: func(v picture.View) string { return d.to(d.Path, v) }, Entry: func(e line.Event) string { return d.entry(e, full) }}
	d.Drawing = d.Picture.Drawing(links)
	for _, w := range d.Picture.Ways() {
		d.Zoom = append(d.Zoom, look.Link{Href: d.to(d.Path, w.To), Text: w.Text})
	}
	if full {
		d.list(r, c, s)
		return
	}
	for _, l := range d.Picture.Lanes {
		lane := pictureLane{Agency: l.Agency, Beside: l.Beside()}
		for _, m := range l.Marks {
			lane.Marks = append(lane.Marks, look.Link{Href: links.To(m, d.Picture.View), Text: m.Words()})
		}
		d.Lanes = append(d.Lanes, lane)
	}
}

// to leads to a view of the picture, or of its drawing, and keeps the entry from
// which others are measured.
func (d *pictureData) to(path string, v picture.View) string {
	q := url.Values{"from": {v.From.String()}, "to": {v.To.String()}}
	if d.Since != nil {
		q.Set("since", d.Since.ID)
	}
	return path + "?" + q.Encode()
}

// View leads to the days of an episode.
func (d pictureData) View(from, to db.Date) string {
	return d.to(d.Path, picture.View{From: from, To: to})
}

// Stop leads to the same view without an entry from which others are measured.
func (d pictureData) Stop() string {
	d.Since = nil
	return d.to(d.Path, d.Picture.View)
}

// entry leads to an entry: on the page, or in a view so near that it is listed.
func (d *pictureData) entry(e line.Event, listed bool) string {
	if listed {
		return "#e-" + e.ID
	}
	from, to := e.When.From, e.When.To
	if from.IsZero() {
		from = to
	}
	return d.to(d.Path, picture.View{From: from.AddDays(-7), To: from.AddDays(7)}) + "#e-" + e.ID
}

// list puts the entries of the view under the picture, with the time from the
// entry before, or from the one that others are measured from.
func (d *pictureData) list(r *web.Request, c access.Case, s picture.Story) {
	shown := map[string]bool{}
	for _, l := range d.Picture.Lanes {
		for _, m := range l.Marks {
			for _, e := range m.Events {
				shown[e.ID] = true
			}
		}
	}
	apart := r.Open(c, "/reviews/{review}/chronology/entries/{entry}")
	before := d.Since
	for _, e := range s.Events {
		one := pictureEntry{Event: e, Measure: d.measure(e)}
		if apart {
			one.Href = review.Path(c, "chronology/entries/"+e.ID)
		}
		switch {
		case e.When.Precision == read.Unknown:
			d.Undated = append(d.Undated, one)
			continue
		case !shown[e.ID]:
			continue
		case before != nil && before.ID != e.ID:
			one.Interval = picture.Since(before.When, e.When)
			if d.Since == nil {
				one.Interval += map[bool]string{true: " as the entry above", false: " the entry above"}[one.Interval == picture.SameDay || one.Interval == picture.SameTime]
			}
		}
		d.Entries = append(d.Entries, one)
		if d.Since == nil {
			before = &one.Event
		}
	}
}

// measure is the way to measure the other entries from this one.
func (d *pictureData) measure(e line.Event) string {
	from := *d
	from.Since = &e
	return from.to(d.Path, d.Picture.View) + "#measured"
}
