package yearly

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"strings"

	"lr/internal/access"
	"lr/internal/document"
	"lr/internal/web"
)

const (
	wordType = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
	csvType  = "text/csv; charset=utf-8"
)

// column is one column of the table of cases, and what it means.
type column struct{ Name, Means string }

// dictionary says what stands in each column of the files.
var dictionary = []column{
	{"case", "Code name of the review. It says nothing about anybody."},
	{"track", "child or adult: the guidance of the committee."},
	{"notified", "Day on which the notification arrived, as year-month-day."},
	{"decided", "Day of the committee's decision; empty while there is none."},
	{"outcome", "What the committee decided, or that it has not yet."},
	{"stage", "Where the review stands on the day the file was made."},
	{"time_limit", "Name of one time limit of the case. A case has a line for each."},
	{"state", "met, met late, late, running, due soon or paused."},
	{"counted", "Days that counted, from its start until it was done, or until today."},
	{"counted_in", "Whether those are days or working days."},
	{"calendar_days", "All days of the calendar in that time, pauses and weekends with them."},
	{"reason", "Why the time limit was missed, as the lead officer wrote it; empty where it was kept or no reason was given."},
}

// cells are the lines of the table of cases.
func (d pageData) cells() [][]string {
	var rows [][]string
	for _, c := range d.Cases {
		start := []string{c.Code, string(d.Committee.Track), c.Notified.String(), c.Decided.String(), c.Outcome, c.Stage.String()}
		if len(c.Limits) == 0 {
			rows = append(rows, append(start, make([]string, len(dictionary)-len(start))...))
		}
		for _, l := range c.Limits {
			rows = append(rows, append(start[:len(start):len(start)], l.Name, string(l.State), number(l.Days), l.Unit, number(l.Calendar), l.Reason.Reveal()))
		}
	}
	return rows
}

// table writes lines that a spreadsheet opens, and none of which it takes for a
// formula.
func table(head []string, rows [][]string) ([]byte, error) {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	w.UseCRLF = true
	for _, row := range append([][]string{head}, rows...) {
		safe := make([]string, len(row))
		for i, cell := range row {
			safe[i] = plain(cell)
		}
		if err := w.Write(safe); err != nil {
			return nil, fmt.Errorf("write the table: %w", err)
		}
	}
	w.Flush()
	return b.Bytes(), w.Error()
}

// plain puts a mark before what a spreadsheet would calculate.
func plain(cell string) string {
	if strings.ContainsAny(firstLetter(cell), "=+-@\t\r\n＝＋－＠") {
		return "'" + cell
	}
	return cell
}

func firstLetter(s string) string {
	for _, r := range strings.TrimLeft(s, " \u00a0\ufeff") {
		return string(r)
	}
	return ""
}

func csvFile(r *web.Request, p access.Own[See]) (web.Answer, error) {
	d, err := read(r, p)
	if err != nil {
		return web.Answer{}, err
	}
	var head []string
	for _, c := range dictionary {
		head = append(head, c.Name)
	}
	body, err := table(head, d.cells())
	return web.File("yearly-summary.csv", csvType, body), err
}

func dictionaryFile(*web.Request, access.Own[See]) (web.Answer, error) {
	rows := [][]string{}
	for _, c := range dictionary {
		rows = append(rows, []string{c.Name, c.Means})
	}
	body, err := table([]string{"column", "means"}, rows)
	return web.File("yearly-summary-columns.csv", csvType, body), err
}

func sharedCSV(r *web.Request, p access.Own[See]) (web.Answer, error) {
	d, err := read(r, p)
	if err != nil {
		return web.Answer{}, err
	}
	var rows [][]string
	for _, s := range d.Shared {
		for _, c := range s.Cells {
			rows = append(rows, []string{s.Name, c.Name, c.Count})
		}
	}
	body, err := table([]string{"what", "which", "count"}, rows)
	return web.File("yearly-totals.csv", csvType, body), err
}

func wordFile(r *web.Request, p access.Own[See]) (web.Answer, error) {
	d, err := read(r, p)
	if err != nil {
		return web.Answer{}, err
	}
	doc := d.document("For the committee. Not to be passed on: it names cases by their codes.")
	for _, t := range d.Totals {
		doc.Blocks = append(doc.Blocks, t.block())
	}
	doc.Blocks = append(doc.Blocks, document.Heading(2, "The cases"))
	for _, c := range d.Cases {
		doc.Blocks = append(doc.Blocks, c.blocks()...)
	}
	return word("yearly-summary.docx", doc)
}

func sharedWord(r *web.Request, p access.Own[See]) (web.Answer, error) {
	d, err := read(r, p)
	if err != nil {
		return web.Answer{}, err
	}
	doc := d.document("Small numbers can point to a family. Counts are told in steps of five, and no sums are.")
	for _, s := range d.Shared {
		var rows [][]document.Words
		for _, c := range s.Cells {
			rows = append(rows, []document.Words{document.Plain(c.Name), document.Plain(c.Count)})
		}
		doc.Blocks = append(doc.Blocks, document.TableOf(s.Name, []string{"Which", "How many"}, rows...))
	}
	return word("yearly-totals.docx", doc)
}

func (d pageData) document(note string) document.Document {
	return document.Document{Title: "Cases considered, " + d.Year.Words(), Header: d.Committee.Name,
		Blocks: []document.Block{document.Paragraph(document.Run{Text: note})}}
}

func (t Total) block() document.Block {
	var rows [][]document.Words
	for _, c := range t.Cells {
		rows = append(rows, []document.Words{document.Plain(c.Name), document.Plain(number(c.Count))})
	}
	return document.TableOf(t.Name, []string{"Which", "How many"}, rows...)
}

func (c Case) blocks() []document.Block {
	said := fmt.Sprintf("Notified on %s. %s", c.Notified.Words(), c.Outcome)
	if !c.Decided.IsZero() {
		said += ", on " + c.Decided.Words()
	}
	blocks := []document.Block{document.Heading(3, c.Code), document.Paragraph(document.Run{Text: said + ". Now: " + c.Stage.String() + "."})}
	var rows [][]document.Words
	for _, l := range c.Limits {
		rows = append(rows, []document.Words{document.Plain(l.Name), document.Plain(string(l.State)), document.Plain(l.Took()), document.Plain(l.Reason.Reveal())})
	}
	if len(rows) > 0 {
		blocks = append(blocks, document.TableOf("Time limits of "+c.Code, []string{"Time limit", "State", "Took", "Why it was missed"}, rows...))
	}
	return blocks
}

// Took is how long it took, in words.
func (l Limit) Took() string {
	unit := l.Unit
	if l.Days != 1 {
		unit += "s"
	}
	return fmt.Sprintf("%d %s", l.Days, unit)
}

func word(name string, d document.Document) (web.Answer, error) {
	var b bytes.Buffer
	if err := document.Word(&b, d); err != nil {
		return web.Answer{}, fmt.Errorf("the summary: %w", err)
	}
	return web.File(name, wordType, b.Bytes()), nil
}
