package site

import (
	"context"
	"fmt"
	"sort"
	"time"

	"lr/internal/clock"
	"lr/internal/db"
	"lr/internal/guidance"
)

// told is a story of the demonstration: when it began, and how far it is told.
type told struct {
	ago     int // days before today on which the event was notified
	until   string
	about   guidance.Track
	subject string
	what    string
	outcome string
	way     way
	then    []chapter // what happens in this one besides
}

// demoStories give a review at each stage, one against which was decided, one on
// which the committees differ and one that was decided between meetings. Two
// agencies tell of the first one, and a looked-after child has died.
var demoStories = []told{
	{1, "notify", guidance.Child, "Calum Invented", "A baby was taken to hospital with an injury that nobody could explain.", "", usual, nil},
	{1, "notify", guidance.Child, "Callum Inventid", "The ward told us of a baby with an injury that has no explanation.", "", usual, nil},
	{2, "notices", guidance.Child, "Rhona Makebelieve", "A young person died who lived in a children's house.", "", usual, nil},
	{19, "write", guidance.Adult, "Moira Invented", "An adult who lived alone was found after several days without food.", "", usual, nil},
	{18, "request", guidance.Adult, "Nairn Madeupname", "A woman was found with burns that nobody had seen to.", "", usual, late},
	{20, "convene", guidance.Child, "Shona Madeupname", "A toddler was found outside at night, and not for the first time.", "", usual, nil},
	{22, "group", guidance.Child, "Kenneth Madeupname", "A young person took their own life while several services were in touch.", "", usual, nil},
	{33, "recommend", guidance.Adult, "Angus Madeupname", "A man was found badly neglected by somebody who was paid to care.", "", usual, nil},
	{48, "decide", guidance.Child, "Fraser Notreal", "Two children were left alone for a weekend and came to harm.", "", usual, nil},
	{88, "invite", guidance.Adult, "Effie Notreal", "A woman lost her savings and her health while three agencies visited.", "", usual, nil},
	{135, "points", guidance.Child, "Ewan Fictitious", "A school-age child was hurt at home after months of missed appointments.", "", usual, nil},
	{165, "draft", guidance.Adult, "Hector Fictitious", "A man who refused help died of an infection that could be treated.", "", usual, nil},
	{185, "approve", guidance.Child, "Isobel Pretendname", "A toddler swallowed medicine that was kept in the home.", "", usual, nil},
	{260, "strategies", guidance.Adult, "Duncan Pretendname", "A woman with dementia was found far from home in winter.", "", usual, nil},
	{420, "outcomes", guidance.Child, "Lorna Storybook", "Brothers were found living without heating or food.", "", usual, nil},
	{75, "decide", guidance.Adult, "Struan Storybook", "A fall in a care home was at first thought to be neglect.", "No review", usual, nil},
	{38, "committees", guidance.Child, "Rowan Fableton", "A young person of seventeen was harmed by somebody who was meant to look after them.", "", split, nil},
	{36, "committees", guidance.Adult, "Nessa Fableton", "A man was found injured in supported housing after several calls for help.", "", between, nil},
}

// telling is one chapter of one story, on the day on which it happens.
type telling struct {
	on    db.Date
	story *story
	chapter
}

// reviews makes the demonstration's reviews, in the order of their days, so that
// the log tells them in that order too.
func (in *Installation) reviews(ctx context.Context, past *clock.Fixed, progress func(done, all int)) error {
	today := db.DateOf(clock.Real())
	var all []telling
	for _, t := range demoStories {
		began := today.AddDays(-t.ago)
		s := &story{about: t.about, subject: t.subject, what: t.what, outcome: t.outcome, way: t.way, began: began, as: in.desks()}
		if s.isBeside() {
			all = append(all, telling{began.AddDays(55), s, chapter{"beside", 55, (*story).beside}},
				telling{began.AddDays(62), s, chapter{"papers", 62, (*story).papers}})
		}
		if t.until == "notices" {
			all = append(all, telling{began, s, chapters[0]}, telling{began.AddDays(1), s, chapter{"notices", 1, (*story).notices}})
			continue
		}
		for _, c := range chapters {
			all = append(all, telling{began.AddDays(c.day), s, c})
			if c.name == t.until {
				break
			}
		}
		for _, c := range t.then {
			all = append(all, telling{began.AddDays(c.day), s, c})
		}
	}
	sort.SliceStable(all, func(i, j int) bool { return all[i].on.Before(all[j].on) })
	day := all[0].on
	for i, t := range all {
		if err := in.days(ctx, past, day, t.on); err != nil {
			return err
		}
		day = t.on
		past.Set(t.on.In(db.London()).Add(10 * time.Hour))
		if err := tell(t); err != nil {
			return err
		}
		progress(i+1, len(all))
	}
	return in.days(ctx, past, day, today)
}

// days lets the days up to another go by, on each of which the program does what
// falls due by itself.
func (in *Installation) days(ctx context.Context, past *clock.Fixed, from, to db.Date) error {
	for day := from.AddDays(1); !day.After(to); day = day.AddDays(1) {
		past.Set(day.In(db.London()).Add(9 * time.Hour))
		if _, err := in.worker.RunOnce(ctx); err != nil {
			return err
		}
	}
	return nil
}

// tell turns what goes wrong at a desk into an error.
func tell(t telling) (err error) {
	defer func() {
		if f, ok := recover().(walkFault); ok {
			err = fmt.Errorf("%s, %s: %w", t.story.subject, t.name, f.error)
		}
	}()
	t.chapter.tell(t.story)
	return nil
}

// desks gives each person a desk, which keeps their session.
func (in *Installation) desks() func(who string) hand {
	if in.people == nil {
		in.people = map[string]*desk{}
	}
	return func(who string) hand {
		if in.people[who] == nil {
			in.people[who] = &desk{in: in, who: who}
		}
		return in.people[who]
	}
}
