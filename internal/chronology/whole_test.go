package chronology_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"lr/internal/accesstest"
)

// whole is an entry with something in every field.
func whole() url.Values {
	e := entry("1 May 2016 14:30", "A home visit.")
	for name, words := range map[string]string{"why-none": "No car was free.", "reference": "Note 4821", "role": "health visitor, Sampleton team", "views": "She said she was tired.",
		"sign": "bad", "impact": "Slept badly.", "knows": "second", "comment": "Copied by hand."} {
		e.Set(name, words)
	}
	return e
}

var wholeWords = []string{"1 May 2016, 14:30", "A home visit.", "None was needed.", "No car was free.", "Case notes", "Note 4821", "health visitor, Sampleton team", "Child 1, alone",
	"She said she was tired.", "Bad. Slept badly.", "Second-hand", "Copied by hand."}

// Everything that an agency says of an event is typed, shown, changed and
// handed on. [NRF p10, CPG21 ¶3.172]
func TestAnEntryIsWholeOnEveryPage(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		mine, author := w.Path("chronology/mine"), w.As(t, "author")
		author.Post(mine, whole()).Is(http.StatusSeeOther)
		one := link(t, author.Get(mine).OK().Sees(wholeWords...), "mine")
		page := author.Get(one).OK().Sees("A home visit.", "No car was free.", "She said she was tired.", "Slept badly.", "Copied by hand.")
		for _, field := range []string{`value="1 May 2016 14:30"`, `value="Note 4821"`, `value="health visitor, Sampleton team"`, `<option value="bad" selected>`, `<option value="second" selected>`, `<details class="ds_details" open>`} {
			if !strings.Contains(page.Body, field) {
				t.Errorf("the sheet does not hold %s", field)
			}
		}
		theirs := whole()
		theirs.Set("version", "1")
		theirs.Set("role", "school nurse")
		author.Post(one, theirs).Is(http.StatusSeeOther)
		stale := whole()
		stale.Set("version", "1")
		stale.Set("role", "midwife")
		author.Post(one, stale).Is(http.StatusUnprocessableEntity).Sees("Nothing is lost", "What the other person saved", "Who was at work school nurse", "Bad. Slept badly.", "Second-hand")
		bad := whole()
		bad.Set("sign", "splendid")
		bad.Set("knows", "third")
		author.Post(mine, bad).Is(http.StatusUnprocessableEntity).Sees("Choose one of the answers on this page.")
		neither := entry("2 May 2016", "A call.")
		neither.Del("action")
		neither.Del("reference")
		author.Post(mine, neither).Is(http.StatusUnprocessableEntity).Sees("Say what was done, or below why nothing was.", "If it has no number, say what it is")
		neither.Set("why-none", "It was not seen as a risk then.")
		neither.Set("reference", "No number, in the day book")
		author.Post(mine, neither).Is(http.StatusSeeOther)
		release(t, w, "", accesstest.Social)
		lead := w.As(t, "lead")
		lead.Get(w.Path("chronology")).OK().Sees("Why nothing was done: It was not seen as a risk then.", "school nurse", "Bad. Slept badly.", "Second-hand", "Note 4821")
		lead.Get(entriesOf(lead.Get(w.Path("chronology")))[0]).OK().Sees("school nurse").Sees(wholeWords[:6]...).Sees(wholeWords[7:]...)
	})
}

// A text that seems to name somebody is saved; its author is told, and offered
// the code. Nobody is kept from writing.
func TestAnAuthorIsToldOfANameInAnEntry(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		w.As(t, "lead").Post(w.Path("people"), url.Values{"kind": {"Child"}, "name": {"Morag Inventedname"}}).Is(http.StatusSeeOther)
		mine, author := w.Path("chronology/mine"), w.As(t, "author")
		e := entry("1 May 2016", "Morag Inventedname was at home.")
		e.Set("role", "worker of Morag Inventedname")
		at := author.Post(mine, e).Is(http.StatusSeeOther).Location
		author.Get(at).OK().Sees("It seems to name somebody", "the code is Child 1", "Save with the codes instead")
		author.Get(mine).OK().Sees("seems to name somebody")
		e.Set("version", "1")
		if again := author.Post(at, e).Is(http.StatusSeeOther).Location; again != at {
			t.Errorf("a second saving leads to %s", again)
		}
		e.Set("version", "2")
		e.Set("do", "codes")
		if on := author.Post(at, e).Is(http.StatusSeeOther).Location; on != mine {
			t.Errorf("with codes it leads to %s", on)
		}
		author.Get(mine).OK().Sees("Child 1 was at home.", "worker of Child 1").SeesNot("seems to name somebody", "Inventedname")
		bring(t, w, "author", pasted("Date,Source,Event", "2/5/2016,Notes,A call from Morag Inventedname", "soon,Notes,Morag Inventedname was out")).Sees("seems to name somebody")
		row := link(t, author.Get(mine), "refused")
		right := entry("3 May 2016", "Morag Inventedname was out")
		author.Get(author.Post(row, right).Is(http.StatusSeeOther).Location).OK().Sees("the code is Child 1")
	})
}

// A row that could not be taken in keeps everything that it says, to be put
// right; a row whose record has no number is named by its place in the table.
func TestARowKeepsAllThatItSays(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		mine, author := w.Path("chronology/mine"), w.As(t, "author")
		table := pasted("Date,Time,Source,Professional,Event,Action taken,Who was seen,Views of the child,Impact,Comment",
			"1/5/2016,9.30,Notes,school nurse,A visit,Rang back,Child 1,Was tired,Positive,Checked", "31/2/2016,14:30,Notes,midwife,A call,None,Nobody,Not asked,-,In haste")
		look := author.Post(mine+"/paste", table).Is(http.StatusSeeOther).Location
		author.Get(look).OK().Sees("Notes, row 2 of the agency's table", "Who was at work: school nurse; Who was seen: Child 1; Views of the child or adult: Was tired; What it meant for the child or adult: Positive", "What was done: Rang back").
			SeesNot("Say nothing of what was done")
		author.Post(look, nil).Is(http.StatusSeeOther)
		page := author.Get(mine).OK().Sees("1 May 2016, 09:30", "row 2 of the agency's table", "Positive", "Comment in the table: Checked").SeesNot("Good. Positive")
		row := link(t, page, "refused")
		sheet := author.Get(row).OK()
		for _, field := range []string{`value="31/2/2016 14:30"`, `value="midwife"`, `value="Nobody"`, `>Not asked</textarea>`, `<option value="bad" selected>`, `>In haste</textarea>`, `value="row 3 of the agency&#39;s table"`} {
			if !strings.Contains(sheet.Body, field) {
				t.Errorf("the sheet does not hold %s", field)
			}
		}
		author.Post(row, url.Values{"when": {"28/2/2016 14:30"}, "source": {"Notes"}, "reference": {"row 3 of the agency's table"}, "event": {"A call"}, "role": {"midwife"}, "views": {"Not asked"}}).Is(http.StatusSeeOther)
		author.Get(mine).OK().Sees("28 February 2016, 14:30", "midwife", "Not asked").SeesNot("row 3 of the agency's table of")
		for range 2 {
			look = author.Post(mine+"/paste", table).Is(http.StatusSeeOther).Location
			author.Get(look).OK().Sees("New 0", "There already 2", "Cannot be read yet 0")
			author.Post(look, nil).Is(http.StatusSeeOther)
		}
		more := pasted("Date,Time,Source,Professional,Event,Action taken,Who was seen,Views of the child,Impact,Comment", "9/5/2016,,Notes,,New,,,,,", "1/5/2016,9.30,Notes,school nurse,A visit,Rang back,Child 1,Was tired,Positive,Checked")
		look = author.Post(mine+"/paste", more).Is(http.StatusSeeOther).Location
		author.Get(look).OK().Sees("New 1", "There already 1", "Say nothing of what was done, nor why nothing was 1")
		author.Post(look, nil).Is(http.StatusSeeOther)
		changed := pasted("Date,Time,Source,Professional,Event,Action taken,Who was seen,Views of the child,Impact,Comment", "1/5/2016,9.30,Notes,head teacher,A visit,Rang back,Child 1,Was tired,Positive,Checked", "9/5/2016,,Notes,,New,,,,,")
		look = author.Post(mine+"/paste", changed).Is(http.StatusSeeOther).Location
		author.Get(look).OK().Sees("Changed in the table 1", "Who was at work", "(taken out: school nurse )", "(added: head teacher )")
	})
}
