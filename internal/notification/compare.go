package notification

import (
	"context"
	"fmt"
	"strings"
	"time"

	"lr/internal/access"
	"lr/internal/anonymity"
	"lr/internal/db"
	"lr/internal/review"
	"lr/internal/seal"
)

// near is how many days may lie between two accounts of one event.
const near = 14

// features are what two notifications of one event have in common.
type features struct {
	happened, born, died db.Date
	people               []heard
	references           []string
}

// heard is somebody of the case, by how the name sounds.
type heard struct {
	code string
	name anonymity.Heard
}

// featuresOf opens what can be compared, by review. A review that was not notified
// here has people at most.
func featuresOf(ctx context.Context, tx *db.Tx, cases []access.Case) (map[string]features, error) {
	of, all := access.AllOf(cases), map[string]features{}
	which, ids := of.Among(tx)
	if _, err := db.All(ctx, tx, func(r db.Row) (string, error) {
		var review, id string
		var born, died, happened seal.Text
		at := of.At(&review, seal.Notification, "notification", &id)
		err := r.Scan(&review, &id, at.Open("born", &born), at.Open("died", &died), at.Open("happened", &happened))
		all[review] = features{happened: dayOf(happened), born: dayOf(born), died: dayOf(died)}
		return review, err
	}, `SELECT review_id, id, born, died, happened FROM notification WHERE `+which, ids); err != nil {
		return nil, fmt.Errorf("read what of notifications is compared: %w", err)
	}
	known, err := review.KnownIn(ctx, tx, cases)
	for id, people := range known {
		f := all[id]
		f.hear(people)
		all[id] = f
	}
	return all, err
}

// hear adds the people of the case.
func (f *features) hear(all []review.Known) {
	for _, k := range all {
		switch {
		case strings.HasPrefix(k.Code, "Place "), strings.HasPrefix(k.Code, "Staff "):
		case strings.HasPrefix(k.Code, "Other "):
			if ref := squeezed(k.Name.Reveal()); len(ref) >= 4 && strings.ContainsAny(ref, "0123456789") {
				f.references = append(f.references, ref)
			}
		default:
			f.people = append(f.people, heard{k.Code, anonymity.Hear(k.Name.Reveal())})
		}
	}
}

// featuresKept gives them from memory where the people of the case have not changed
// since; a notification itself stays as it came.
func featuresKept(ctx context.Context, tx *db.Tx, cases []access.Case) (map[string]features, error) {
	versions, err := review.PeopleVersions(ctx, tx, cases)
	if err != nil {
		return nil, err
	}
	return access.KeptOf(cases, seal.Notification|seal.Identity, "features", versions, func(cases []access.Case) (map[string]features, error) {
		if err := access.Unlock(ctx, tx, cases); err != nil {
			return nil, err
		}
		return featuresOf(ctx, tx, cases)
	})
}

// dayOf reads a day as it was kept, "3 May 2019"; none if it is not one.
func dayOf(t seal.Text) db.Date {
	on, err := time.Parse("2 January 2006", t.Reveal())
	if err != nil {
		return db.Date{}
	}
	return db.Date{Year: on.Year(), Month: on.Month(), Day: on.Day()}
}

// squeezed is a reference without what people write differently.
func squeezed(ref string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= '0' && r <= '9', r >= 'a' && r <= 'z':
			return r
		case r >= 'A' && r <= 'Z':
			return r + 'a' - 'A'
		}
		return -1
	}, ref)
}

// likeness says why two notifications may be about one event, the strongest
// reason first, and how much the reasons weigh. Codes stand for names.
func likeness(here, there features) (reasons []string, weight int) {
	say := func(w int, reason string) {
		reasons, weight = append(reasons, reason), weight+w
	}
	for _, ref := range here.references {
		for _, other := range there.references {
			if ref == other {
				say(8, "The same reference of an agency stands in both.")
			}
		}
	}
	if !here.born.IsZero() && here.born == there.born {
		say(6, "The date of birth is the same.")
	}
	if !here.died.IsZero() && here.died == there.died {
		say(6, "The date of death is the same.")
	}
	family := ""
	for _, a := range here.people {
		for _, b := range there.people {
			switch a.name.Alike(b.name) {
			case anonymity.NameAlike:
				say(5, fmt.Sprintf("The names of %s here and %s there sound alike.", a.code, b.code))
			case anonymity.FamilyAlike:
				if family == "" {
					family = fmt.Sprintf("The family names of %s here and %s there sound alike.", a.code, b.code)
				}
			}
		}
	}
	days := here.happened.DaysUntil(there.happened)
	if !here.happened.IsZero() && !there.happened.IsZero() && days >= -near && days <= near {
		if family != "" && weight == 0 {
			say(3, family)
		}
		say(2, daysApart(days))
	}
	return reasons, weight
}

func daysApart(days int) string {
	switch days {
	case 0:
		return "Both happened on the same day."
	case 1, -1:
		return "They happened one day apart."
	}
	return fmt.Sprintf("They happened %d days apart.", max(days, -days))
}
