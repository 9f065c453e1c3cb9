package chronology_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"lr/internal/access"
	"lr/internal/accesstest"
)

// bring has an author paste a table and take its rows in as they were read.
func bring(t *testing.T, w *accesstest.World, who string, table url.Values) accesstest.Page {
	t.Helper()
	look := w.As(t, who).Post(w.Path("chronology/mine/paste"), table).Is(http.StatusSeeOther).Location
	w.As(t, who).Post(look, table).Is(http.StatusSeeOther)
	return w.As(t, who).Get(w.Path("chronology/mine")).OK()
}

func pasted(lines ...string) url.Values { return url.Values{"table": {strings.Join(lines, "\n")}} }

// A row is taken in, or listed with its number, column, what was read, why, and
// what may be meant; it is mended on the page, and the same table again changes
// nothing. [NRF p10]
func TestEveryRowOfATableIsAccountedFor(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		mine := w.Path("chronology/mine")
		author := w.As(t, "author")
		table := pasted("Chronology of the child", "Date\tSource\tWhat happened\tMood", "1/5/2016\tNotes\tA visit\tcalm", "31/2/2016\tNotes\tA call from a neighbour", "2/5/2016\tNotes\t", "c. May 2016\tNotes\tA move", "1/5/2016\tNotes\tA visit\tcalm")
		look := author.Post(mine+"/paste", table).Is(http.StatusSeeOther).Location
		author.Get(look).OK().Sees("Look at the table before it counts", "Row 4, Date:", "“31/2/2016”. February 2016 has no day 31. Perhaps: February 2016", "Row 5, What happened:",
			"Left out: titles, headings, totals 1", "May 2016, not certain", "What this column is for is not known")
		author.Get(mine).OK().Sees("A table of").SeesNot("A visit")
		author.Post(look, nil).Is(http.StatusSeeOther)
		author.Post(look, nil).Is(http.StatusNotFound)
		page := author.Get(mine).OK().Sees("A visit", "Mood: calm", "May 2016, not certain", "Row 4, Date:", "31/2/2016 | Notes | A call from a neighbour", "Row 5, What happened:", "There is no event.")
		if n := count(t, w, `SELECT COUNT(*) FROM chronology_entry`); n != 2 {
			t.Errorf("%d entries", n)
		}
		bring(t, w, "author", table)
		row := link(t, page, "refused")
		w.As(t, "author two").Get(row).Is(http.StatusNotFound)
		w.As(t, "author two").Post(row+"/leave", nil).Is(http.StatusNotFound)
		typed := author.Get(row + "?with=suggestion").OK()
		if !regexp.MustCompile(`name="when"[^>]* value="February 2016"`).MatchString(typed.Body) {
			t.Error("the suggestion is not put in")
		}
		author.Post(row, url.Values{"when": {"31/2/2016"}, "source": {"Notes"}, "reference": {"row 4"}, "event": {"A call from a neighbour"}}).Is(http.StatusUnprocessableEntity).Sees("has no day 31")
		author.Post(row, url.Values{"when": {"29/2/2016"}, "source": {"Notes"}, "reference": {"row 4"}, "event": {"A call from a neighbour"}}).Is(http.StatusSeeOther)
		page = author.Get(mine).OK().Sees("29 February 2016").SeesNot("Row 4, Date:")
		author.Post(link(t, page, "refused")+"/leave", nil).Is(http.StatusSeeOther)
		for range 2 {
			bring(t, w, "author", table).SeesNot("Row 4", "Row 5")
		}
		if n := count(t, w, `SELECT COUNT(*) FROM chronology_entry WHERE removed_at IS NULL`); n != 3 {
			t.Errorf("%d entries after the same table came four times", n)
		}
		if n := count(t, w, `SELECT COUNT(*) FROM chronology_table`); n != 0 {
			t.Errorf("%d tables are kept after they were taken in", n)
		}
		w.As(t, "lead").Get(w.Path("chronology")).OK().SeesNot("A visit", "A move")
	})
}

// A table that comes again, mended, shows what is new, what changed and what is
// gone, and what somebody changed on the page stays.
func TestATableThatComesAgainShowsWhatChanged(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		mine := w.Path("chronology/mine")
		author := w.As(t, "author")
		page := bring(t, w, "author", pasted("Ref,Date,Source,What happened", "1,1/5/2016,Notes,A visit", "2,2/5/2016,Notes,A call", "3,3/5/2016,Notes,A letter", "4,4/5/2016,Notes,A talk", "5,soon,Notes,A worry"))
		one := link(t, page, "mine")
		author.Post(one, url.Values{"version": {"1"}, "when": {"1 May 2016"}, "source": {"Notes"}, "reference": {"1"}, "event": {"In better words"}}).Is(http.StatusSeeOther)
		author.Post(mine, entry("9 May 2016", "Typed by hand.")).Is(http.StatusSeeOther)
		again := pasted("Ref,Date,Source,What happened", "1,1/5/2016,Notes,A short visit", "2,2/5/2016,Notes,A long call", "3,3/5/2016,Notes,A letter", "5,5/5/2016,Notes,A worry", "6,6/5/2016,Notes,New")
		look := author.Post(mine+"/paste", again).Is(http.StatusSeeOther).Location
		author.Get(look).OK().Sees("New 2", "There already 1", "Changed in the table 1", "Changed in the table and by you here 1", "No longer in the table 1", "2 May 2016. A call", "A (added: long )",
			"1 May 2016. In better words", "A short visit", "4 May 2016. A talk").SeesNot("Typed by hand")
		author.Post(look, nil).Is(http.StatusSeeOther)
		author.Get(mine).OK().Sees("In better words", "A long call", "A talk", "A worry", "Typed by hand.", "New").SeesNot("A call Reference", "Rows that were not taken in", "A short visit")
		look = author.Post(mine+"/paste", again).Is(http.StatusSeeOther).Location
		author.Get(look).OK().Sees("New 0", "No longer in the table 1")
		author.Post(look, url.Values{"gone": {"yes"}}).Is(http.StatusSeeOther)
		author.Get(mine).OK().Sees("In better words", "A letter", "Typed by hand.").SeesNot("A talk")
		if n := count(t, w, `SELECT COUNT(*) FROM chronology_past`); n != 2 {
			t.Errorf("%d earlier wordings are kept", n)
		}
	})
}

// What the columns of an agency's tables hold is said once.
func TestColumnsAreSaidOnce(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		mine := w.Path("chronology/mine")
		author := w.As(t, "author")
		author.Post(mine+"/paste", pasted("Log,Whom,Noted", "a,b,c")).Is(http.StatusUnprocessableEntity).Sees("No column of dates was found")
		table := pasted("Log,Whom,Noted,Remedy", "1/5/2016,Notes,A visit on that day,None", "05/22/2016,Notes,A call,None", "05/06/2016,Notes,A letter,None")
		look := author.Post(mine+"/paste", table).Is(http.StatusSeeOther).Location
		author.Get(look).OK().Sees("No heading names a column of dates", "Where are the rows recorded that name no source?", "Which comes first in 05/06/2016?", "5 June 2016, not certain", "It begins with: Notes")
		author.Post(look, nil).Is(http.StatusUnprocessableEntity).Sees("Say where these rows are recorded")
		columns := url.Values{"order": {"month"}, "column-A": {"date"}, "column-B": {"source"}, "column-C": {"event"}, "column-D": {"event"}}
		author.Post(look+"/columns", columns).Is(http.StatusUnprocessableEntity).Sees("The column \"Noted\" holds the same", "Choose something else")
		columns.Set("column-A", "other")
		columns.Set("column-D", "action")
		author.Post(look+"/columns", columns).Is(http.StatusUnprocessableEntity).Sees("One column must say when it happened")
		columns.Set("column-A", "date")
		author.Post(look+"/columns", columns).Is(http.StatusSeeOther)
		author.Get(look).OK().Sees("6 May 2016").SeesNot("name no source")
		w.As(t, "author two").Get(look).Is(http.StatusNotFound)
		for _, way := range []string{"", "/columns", "/leave"} {
			w.As(t, "author two").Post(look+way, columns).Is(http.StatusNotFound)
		}
		author.Post(look, nil).Is(http.StatusSeeOther)
		author.Get(mine).OK().Sees("6 May 2016", "22 May 2016", "Source: Notes", "What was done: None")
		look = author.Post(mine+"/paste", pasted("Log,Whom,Noted,Remedy,Extra", "7/5/2016,Book,A second call,Rang back,x")).Is(http.StatusSeeOther).Location
		author.Get(look).OK().Sees("Book").SeesNot("name no source")
		author.Post(look+"/leave", nil).Is(http.StatusSeeOther)
		author.Get(mine).OK().SeesNot("A second call", "Look at the table")
		health := w.As(t, "author two").Post(mine+"/paste", table).Is(http.StatusSeeOther).Location
		w.As(t, "author two").Get(health).OK().Sees("name no source") // another agency says it for itself
	})
}

// book is a small workbook of two sheets, one of them hidden.
func book(t *testing.T, rows int) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	part := func(name, body string) {
		f, err := z.Create(name)
		must(t, err)
		f.Write([]byte(body))
	}
	part("xl/workbook.xml", `<workbook><sheets><sheet name="Chronology" id="a"/><sheet name="Private" state="hidden" id="b"/></sheets></workbook>`)
	part("xl/_rels/workbook.xml.rels", `<Relationships><Relationship Id="a" Type="worksheet" Target="worksheets/a.xml"/><Relationship Id="b" Type="worksheet" Target="worksheets/b.xml"/></Relationships>`)
	var sheet strings.Builder
	cell := func(words string) string { return `<c t="inlineStr"><is><t>` + words + `</t></is></c>` }
	sheet.WriteString(`<worksheet><sheetData><row>` + cell("Date") + cell("Source") + cell("Event") + `</row>`)
	for i := range rows {
		fmt.Fprintf(&sheet, `<row>%s%s%s</row>`, cell(fmt.Sprintf("%d.%d.2016", i%28+1, i/28%12+1)), cell("Notes"), cell(fmt.Sprintf("Event number %d.", i)))
	}
	sheet.WriteString(`<row hidden="1">` + cell("soon") + cell("Notes") + cell("A hidden row") + `</row></sheetData></worksheet>`)
	part("xl/worksheets/a.xml", sheet.String())
	part("xl/worksheets/b.xml", `<worksheet><sheetData><row>`+cell("Date")+cell("Event")+`</row><row>`+cell("May 2015")+cell("A private thing")+`</row></sheetData></worksheet>`)
	must(t, z.Close())
	return b.Bytes()
}

func TestAFileIsTakenInLikeATable(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		mine := w.Path("chronology/mine")
		author := w.As(t, "author")
		look := author.Upload(mine+"/paste", "notes.xlsx", book(t, 230)).Is(http.StatusSeeOther).Location
		author.Get(look).OK().Sees("The file is notes.xlsx.", "The sheet is Chronology.", "New 230", "The row is hidden in the sheet", "row 232", "The sheet is hidden. It was not read. (Private)", "Which sheet or table is it?").SeesNot("A private thing", "Event number 20.")
		author.Post(look+"/columns", url.Values{"sheet": {"Private"}}).Is(http.StatusSeeOther)
		author.Get(look).OK().Sees("A private thing")
		author.Post(look+"/columns", url.Values{"sheet": {"Chronology"}}).Is(http.StatusSeeOther)
		author.Post(look, nil).Is(http.StatusSeeOther)
		author.Get(mine).OK().Sees("Event number 0.", "Row 232, Date:").SeesNot("Event number 229.")
		w.As(t, "approver").Get(w.Path("chronology?page=5")).OK().Sees("Event number 229.").SeesNot("Event number 0.")
		w.As(t, "approver").Get(w.Path("chronology?page=99999999999999999999")).OK().Sees("Event number 0.")
		w.As(t, "approver").Get(w.Path("chronology?page=-7")).OK().Sees("Event number 0.")
		for name, data := range map[string][]byte{"large.csv": bytes.Repeat([]byte("x"), 7<<20+1), "notes.pdf": []byte("%PDF-1.7"), "empty.csv": nil, "words.csv": []byte("Dear all,\nplease see attached")} {
			if page := author.Upload(mine+"/paste", name, data); page.Status != http.StatusUnprocessableEntity {
				t.Errorf("%s: answer %d", name, page.Status)
			}
		}
		author.Post(mine+"/paste", nil).Is(http.StatusUnprocessableEntity).Sees("Paste a table, or choose a file")
	})
}

// After the release a table that waits counts no more, and nobody else sees it.
func TestATableThatWaitsIsTheAuthorsOwn(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		author := w.As(t, "author")
		look := author.Post(w.Path("chronology/mine/paste"), pasted("Date,Source,Event", "1/5/2016,Notes,Waiting words")).Is(http.StatusSeeOther).Location
		for _, name := range []string{"lead", "reviewer", "approver", "stranger", "author two", "other lead", "team"} {
			if page := w.As(t, name).Get(look); page.Status != http.StatusNotFound && page.Status != http.StatusForbidden {
				t.Errorf("%s gets %d", name, page.Status)
			}
		}
		w.As(t, "author two").Get(w.Path("chronology/mine")).OK().SeesNot("A table of")
		release(t, w, "", accesstest.Social)
		author.Post(look, nil).Is(http.StatusUnprocessableEntity).Sees("stay as they are")
		author.Get(look).OK().Sees("stay as they are").SeesNot("Waiting words")
		w.Stage(t, access.Learning)
		author.Get(look).Is(http.StatusForbidden)
	})
}
