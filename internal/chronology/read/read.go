// Package read reads chronologies as agencies have them: workbooks, separated
// text, tables of documents, and what is pasted from either. Each row is read or
// listed with the reason why not; none is left out. Dates are read as people
// write them, and keep how closely they are known. What a file carries beside
// its table is never opened or run, and is told. [CPG21 ¶3.172, NRF p10]
package read

import (
	"bytes"
	"io"
	"maps"
	"path"
	"slices"
	"strings"
)

// mostTextFile is how large a file of text may be.
const mostTextFile = 7 << 20

var (
	errEmpty   = sentence("There is no table in this file.")
	errFile    = sentencef("This file has more than %d MB, and that is the most. Take pictures out of it, or bring the table in by parts.", packedBytes>>20)
	errBigText = sentencef("This file has more than %d MB of text, and that is the most. Bring the table in by parts.", mostTextFile>>20)
	errNoDates = sentence("No column of dates was found. The first row of the table should name its columns: at least the date and what happened.")
)

// Options say how a file is to be read, where a person knows better.
type Options struct {
	Dates
	Sheet string // "" for the first that has a heading
	Map   []Pair
	// Known are the columns that this agency's files had before. Those that
	// this one does not have are passed over.
	Known []Pair
}

// Reading is what was read of a file. Where Error is set, nothing was.
type Reading struct {
	File     string            `json:"file"`
	Sheet    string            `json:"sheet"`
	Columns  map[string]string `json:"columns"`
	Rows     []Row             `json:"rows"`
	Refused  []Refused         `json:"refused"`
	Warnings []Warning         `json:"warnings"`
	Error    string            `json:"error,omitempty"`

	Shape  []Column `json:"-"` // the columns of the sheet, from the left
	Sheets []string `json:"-"` // that can be chosen
}

// File reads a file of size bytes.
func File(name string, in io.ReaderAt, size int64, o Options) Reading {
	n := &notes{}
	r := Reading{File: name}
	t, err := r.open(name, in, size, o, n)
	return r.finish(t, err, o, n)
}

// Paste reads what was pasted.
func Paste(pasted string, o Options) Reading {
	n := &notes{}
	r := Reading{}
	if len(pasted) > mostTextFile {
		return r.finish(table{}, errBigText, o, n)
	}
	t, err := separated(pasted, n)
	return r.finish(t, err, o, n)
}

func (r Reading) finish(t table, err error, o Options, n *notes) Reading {
	if err == nil && len(t.lines) == 0 {
		err = errEmpty
	}
	if err == nil {
		r.Sheet = t.name
		err = r.rows(t, o, n)
	}
	r.Warnings = n.all()
	if err != nil {
		r.Error, r.Rows, r.Refused = err.Error(), nil, nil
	}
	if r.Columns == nil {
		r.Columns = map[string]string{}
	}
	r.Rows, r.Refused = append([]Row{}, r.Rows...), append([]Refused{}, r.Refused...)
	return r
}

// rows finds what the columns hold and reads the rows.
func (r *Reading) rows(t table, o Options, n *notes) error {
	head := o.heading(t, append(slices.Clone(o.Map), o.Known...))
	mapped, firm := o.Known, false
	if len(o.Map) > 0 {
		mapped, firm = o.Map, true
	}
	fields, err := o.mapColumns(t, head, mapped, firm)
	if err != nil {
		return err
	}
	if !holds(fields, "date") {
		return errNoDates
	}
	if head < 0 {
		n.add("no_heading", r.where())
	}
	if head >= 0 && len(o.Map) == 0 && !holds(guess(t.lines[head]), "date") && !knows(o.Known, t.lines[head]) {
		n.add("guessed_date", r.where())
	}
	x := &rowReader{Dates: o.Dates, t: t, head: head, fields: fields, place: map[string]int{}, notes: n}
	x.nameColumns()
	for _, i := range slices.Sorted(maps.Keys(fields)) {
		if _, ok := x.place[fields[i]]; !ok && fields[i] != Other && fields[i] != "" {
			x.place[fields[i]] = i
		}
	}
	x.all()
	r.Columns, r.Rows, r.Refused = x.columns(), x.rows, x.refused
	r.shape(x)
	return nil
}

// knows says that an earlier table had a column of dates of the same heading.
func knows(known []Pair, heading line) bool {
	return slices.ContainsFunc(known, func(p Pair) bool {
		return p.Field == "date" && slices.ContainsFunc(heading.cells, func(c cell) bool { return p.named(c.text) })
	})
}

func (r *Reading) where() string {
	if r.Sheet != "" {
		return r.Sheet
	}
	return "the table"
}

// nameColumns gives each column its heading, or its letter; no two alike.
func (x *rowReader) nameColumns() {
	seen := map[string]bool{}
	for i := range x.t.wide {
		name := ""
		if x.head >= 0 {
			name = strings.Join(strings.Fields(x.t.lines[x.head].at(i).text), " ")
		}
		if name == "" || seen[name] {
			name = strings.TrimSpace(name + " Column " + columnName(i))
		}
		seen[name] = true
		x.headings = append(x.headings, name)
		if _, ok := x.fields[i]; !ok {
			x.fields[i] = ""
		}
	}
}

// shape tells of the columns what a person needs to say what they hold.
func (r *Reading) shape(x *rowReader) {
	for i, h := range x.headings {
		c := Column{Letter: columnName(i), Heading: h, Field: x.fields[i]}
		for _, l := range x.t.lines[x.head+1:] {
			if c.Sample = short(l.at(i).text); c.Sample != "" {
				break
			}
		}
		if c.Sample == "" && (x.head < 0 || x.t.lines[x.head].at(i).text == "") {
			continue
		}
		if c.Field == "" {
			c.Field = Other
			x.notes.add("unmapped_column", h)
		}
		if x.t.hidden[i] {
			x.notes.add("hidden_column", h)
		}
		r.Shape = append(r.Shape, c)
	}
}

// open finds out what kind of file it is, by what is in it, and reads its table.
func (r *Reading) open(name string, in io.ReaderAt, size int64, o Options, n *notes) (table, error) {
	if size > packedBytes {
		return table{}, errFile
	}
	head := make([]byte, min(size, 4096))
	if _, err := in.ReadAt(head, 0); err != nil && err != io.EOF {
		return table{}, sentence("The file could not be read.")
	}
	if len(bytes.TrimSpace(head)) == 0 {
		return table{}, sentence("This file is empty.")
	}
	if why := refusedKind(head, in, size); why != "" {
		return table{}, sentence(why)
	}
	heading := func(t table) bool { return o.heading(t, o.Map) >= 0 }
	switch {
	case bytes.HasPrefix(head, []byte("PK\x03\x04")), bytes.HasPrefix(head, []byte("PK\x05\x06")):
		return r.openOffice(name, in, size, o, n, heading)
	case isPage(head):
		kindOfFile(name, n, ".html", ".htm", ".mht")
		all, err := pageTables(io.NewSectionReader(in, 0, min(size, mostTextFile)), n)
		if err != nil {
			return table{}, err
		}
		return joinTables(all, o.Sheet, n, heading)
	}
	kindOfFile(name, n, ".csv", ".tsv", ".tab", ".txt", ".psv")
	if size > mostTextFile {
		return table{}, errBigText
	}
	data := make([]byte, size)
	if k, err := in.ReadAt(data, 0); err != nil && err != io.EOF {
		return table{}, sentence("The file could not be read.")
	} else {
		data = data[:k]
	}
	words, guessed, err := textOf(data)
	if err != nil {
		return table{}, err
	}
	if guessed != "" {
		n.add("encoding", guessed)
	}
	return separated(words, n)
}

func (r *Reading) openOffice(name string, in io.ReaderAt, size int64, o Options, n *notes, heading func(table) bool) (table, error) {
	office, err := unzip(in, size)
	if err != nil {
		return table{}, err
	}
	main, err := office.main()
	if err != nil {
		return table{}, err
	}
	switch {
	case office.has("xl/workbook.bin"):
		return table{}, sentence("This is a binary workbook (.xlsb). Open it in Excel, choose Save as, and save it as Excel Workbook (.xlsx).")
	case strings.HasPrefix(main, "xl/") || strings.HasSuffix(main, "workbook.xml"):
		kindOfFile(name, n, ".xlsx", ".xlsm", ".xltx", ".xltm")
		b, err := openWorkbook(office, main, n)
		if err != nil {
			return table{}, err
		}
		for _, s := range b.sheets {
			r.Sheets = append(r.Sheets, s.name)
		}
		return b.pick(o.Sheet, heading)
	case strings.HasPrefix(main, "word/") || strings.HasSuffix(main, "document.xml"):
		kindOfFile(name, n, ".docx", ".docm", ".dotx", ".dotm")
		all, err := wordTables(office, main, n)
		if err != nil {
			return table{}, err
		}
		for _, t := range all {
			r.Sheets = append(r.Sheets, t.name)
		}
		if len(all) == 0 {
			return table{}, sentence("There is no table in this document. A chronology is read from a table with a heading, such as Date, Source, What happened.")
		}
		return joinTables(all, o.Sheet, n, heading)
	case office.has("content.xml"):
		return table{}, sentence("This is an OpenDocument file. Open it, choose Save as, and save it as Excel Workbook (.xlsx) or as Word document (.docx).")
	}
	return table{}, sentence("This is a folder of files packed into one (.zip), and no workbook or document. Unpack it and choose the file with the table.")
}

// kindOfFile notes where the name of a file says another kind than it is.
func kindOfFile(name string, n *notes, usual ...string) {
	if ext := strings.ToLower(path.Ext(name)); ext != "" && !slices.Contains(usual, ext) {
		n.add("file_kind", path.Base(name))
	}
}

func isPage(head []byte) bool {
	start := strings.ToLower(string(bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf")), " \t\r\n")))
	for _, tag := range []string{"<!doctype html", "<html", "<table", "<body", "<meta", "<head", "<div", "<style"} {
		if strings.HasPrefix(start, tag) {
			return true
		}
	}
	return strings.HasPrefix(start, "<?xml") && strings.Contains(start, "<html")
}

// refusedKind says why a file of that kind is not read, and what to do.
func refusedKind(head []byte, in io.ReaderAt, size int64) string {
	begins := func(marks ...string) bool {
		return slices.ContainsFunc(marks, func(m string) bool { return bytes.HasPrefix(head, []byte(m)) })
	}
	switch {
	case begins("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
		return oldOffice(in, size)
	case begins("%PDF"):
		return "This is a PDF, which has no rows and columns to read. Save the table as a workbook (.xlsx) or a document (.docx), or copy it and paste it in."
	case begins(`{\rtf`):
		return "This is a rich text file (.rtf). Open it in Word, choose Save as, and save it as Word document (.docx)."
	case begins("\x89PNG", "\xff\xd8\xff", "GIF8", "II*\x00", "MM\x00*", "BM6", "RIFF"):
		return "This is a picture. What it says cannot be read. Bring the table as a workbook (.xlsx), a document (.docx) or a CSV file."
	case begins("\x1f\x8b", "Rar!", "7z\xbc\xaf", "BZh", "\xfd7zXZ"):
		return "This is a packed file. Unpack it and choose the file with the table."
	case begins("\x7fELF", "MZ\x90"):
		return "This is a program and no table."
	case bytes.Contains(head, []byte("urn:schemas-microsoft-com:office:spreadsheet")):
		return "This is a workbook in an old form (XML Spreadsheet 2003). Open it in Excel, choose Save as, and save it as Excel Workbook (.xlsx)."
	case bytes.HasPrefix(bytes.TrimLeft(head, "\xef\xbb\xbf \t\r\n"), []byte("<?xml")) && !isPage(head):
		return "This is an XML file and no table. Bring the table as a workbook (.xlsx), a document (.docx) or a CSV file."
	}
	return ""
}

// oldOffice tells the kinds of file apart that begin alike.
func oldOffice(in io.ReaderAt, size int64) string {
	data := make([]byte, min(size, 1<<20))
	k, _ := in.ReadAt(data, 0)
	names := func(name string) bool {
		var wide []byte
		for _, c := range []byte(name) {
			wide = append(wide, c, 0)
		}
		return bytes.Contains(data[:k], wide)
	}
	switch {
	case names("EncryptedPackage"):
		return errSecret.Error()
	case names("WordDocument"):
		return "This is an old Word file (.doc). Open it in Word, choose Save as, and save it as Word document (.docx)."
	}
	return "This is an old Excel file (.xls). Open it in Excel, choose Save as, and save it as Excel Workbook (.xlsx)."
}

// Unread is the reading of a file of which nothing could be read.
func Unread(name, why string) Reading {
	return Reading{File: name}.finish(table{}, sentence(why), Options{}, &notes{})
}
