package decision

import (
	"context"
	"fmt"

	"lr/internal/access"
	"lr/internal/agencyreport"
	"lr/internal/db"
	"lr/internal/document"
	"lr/internal/guidance"
	"lr/internal/review"
)

// agendaPart is something to talk about, drawn from where the work stands.
type agendaPart struct {
	Title string
	Lines []string
}

// agenda is what the group has to talk about: reports that are missing, criteria
// that are open or rest on nothing, views that differ, and what of the paper is
// not written.
func agenda(ctx context.Context, tx *db.Tx, c access.Case) ([]agendaPart, error) {
	qs, err := agencyreport.Requests(ctx, tx, c)
	if err != nil {
		return nil, err
	}
	all := []agendaPart{{Title: "Agency reports", Lines: missingReports(qs)}}
	cs, err := review.Committees(ctx, tx, c)
	if err != nil {
		return nil, err
	}
	now, err := roundOf(ctx, tx, c)
	if err != nil {
		return nil, err
	}
	vs, err := views(ctx, tx, c)
	if err != nil {
		return nil, err
	}
	made, err := recommendations(ctx, tx, c)
	if err != nil {
		return nil, err
	}
	for _, k := range cs {
		s, err := readSheet(ctx, tx, c, k)
		if err != nil {
			return nil, err
		}
		p, err := readPaper(ctx, tx, c, k.ID)
		if err != nil {
			return nil, err
		}
		all = append(all, agendaPart{"The criteria, " + k.Name, openCriteria(s)},
			agendaPart{"The members' views, " + k.Name, howViewsStand(now, vs, k.ID)},
			agendaPart{"The recommendation, " + k.Name, openPaper(k, p, made[k.ID])})
	}
	return all, nil
}

func missingReports(qs []agencyreport.Request) []string {
	var lines []string
	for _, q := range qs {
		switch {
		case q.Released > 0:
		case q.Answered():
			lines = append(lines, q.AgencyName+": no report will come. The reason is written down.")
		case q.Late:
			lines = append(lines, q.AgencyName+": late. It was due on "+q.Due.Words()+".")
		default:
			lines = append(lines, q.AgencyName+": not in yet. It is due on "+q.Due.Words()+".")
		}
	}
	if len(lines) == 0 {
		lines = []string{"All reports that were asked for are in."}
	}
	return lines
}

func openCriteria(s sheet) []string {
	lines := []string{"So far: " + s.Come()}
	add := func(what string, ls []guidance.Limb) {
		for _, l := range ls {
			lines = append(lines, fmt.Sprintf("%s %s: %s", l.ID, what, l.Text))
		}
	}
	add("has no answer", s.Missing)
	if s.Outcome == guidance.CannotTell {
		var unknown []guidance.Limb
		for _, l := range s.Unsettled {
			if s.Findings[l.ID].Answer == guidance.Unknown {
				unknown = append(unknown, l)
			}
		}
		add("is not known, and would settle it", unknown)
	}
	add("rests on nothing yet", s.Bare)
	return lines
}

// howViewsStand says what members would recommend, without whose view is whose.
// Before the views are open it says nothing of them.
func howViewsStand(now round, vs []view, committee string) []string {
	if !now.Open {
		return []string{"The views are shut until all are in."}
	}
	counts, kinds := map[Outcome]int{}, 0
	for _, v := range vs {
		if v.Committee == committee && !v.Walled {
			if counts[v.Outcome] == 0 {
				kinds++
			}
			counts[v.Outcome]++
		}
	}
	lines := []string{"The views differ."}
	switch kinds {
	case 0:
		return []string{"Nobody gave a view."}
	case 1:
		lines = []string{"All members see it alike."}
	}
	for _, o := range outcomes {
		if n := counts[Outcome(o.Value)]; n > 0 {
			lines = append(lines, fmt.Sprintf("%s: %d", o.Label, n))
		}
	}
	return lines
}

func openPaper(k review.Committee, p paper, made recommendation) []string {
	var lines []string
	for _, of := range parts(k) {
		if blank := p.Blank(of); len(blank) > 0 {
			lines = append(lines, fmt.Sprintf("%s: %d of %d questions have no answer.", of.Title, len(blank), len(of.Fields)))
		}
	}
	if made.Version == 0 {
		return append(lines, "There is no recommendation yet.")
	}
	lines = append(lines, fmt.Sprintf("Version %d recommends: %s.", made.Version, made.Outcome.Words()))
	for _, s := range made.Stances {
		if s.Counts() && !s.Agrees {
			lines = append(lines, s.Name.Reveal()+" does not agree.")
		}
	}
	return lines
}

func agendaDocument(m meeting, parts []agendaPart) document.Document {
	d := document.Document{Title: "Meeting of the working group"}
	d.Blocks = append(d.Blocks, document.Paragraph(document.Plain(m.On.Words()+", "+m.Time.Reveal()+"\n"+m.Place.Reveal())...))
	for i, p := range parts {
		d.Blocks = append(d.Blocks, document.Heading(1, fmt.Sprintf("%d. %s", i+1, p.Title)))
		var items []document.Words
		for _, l := range p.Lines {
			items = append(items, document.Plain(l))
		}
		d.Blocks = append(d.Blocks, document.Bullets(items...))
	}
	return d
}
