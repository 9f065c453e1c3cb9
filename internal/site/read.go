package site

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"
	"text/tabwriter"

	"lr/internal/chronology/read"
	"lr/internal/clock"
	"lr/internal/db"
)

const aboutRead = `what chronologies say: the rows read, and the rows refused and why

  lr chronology read [-format json|text] [-map COLUMNS] [-sheet NAME] [-month-first] FILE...

A FILE is a workbook (.xlsx), separated text (.csv and the like) or a document with a table (.docx). Nothing is
changed, kept or sent. It ends with 0 when every file was read, also if rows were refused; with 1 when a file could
not be read; and with 2 when the command was not understood. Rows have the numbers they have in their sheet.

COLUMNS says what a column holds where its heading is not understood, by heading or letter:
  -map "Date=When;Event=What happened;Source=C"
A column can hold %s or %s.
`

// errUnread is given where a file could not be read.
var errUnread = errors.New("not every file could be read")

func runRead(words []string, out, log io.Writer) error {
	fs := flag.NewFlagSet("lr chronology read", flag.ContinueOnError)
	fs.SetOutput(log)
	fs.Usage = func() {
		fmt.Fprintf(log, "lr chronology read: "+aboutRead+"\n", strings.Join(read.Fields, ", "), read.Other)
		fs.PrintDefaults()
	}
	format := fs.String("format", "text", "text or json")
	columns := fs.String("map", "", "what columns hold, such as \"Date=When;Event=What happened\"")
	o := read.Options{Dates: read.Dates{Today: db.DateOf(clock.Real())}}
	fs.StringVar(&o.Sheet, "sheet", "", "sheet of a workbook, or table of a document (\"Table 2\"), where not the first with a heading is meant")
	fs.BoolVar(&o.MonthFirst, "month-first", false, "the dates are in the American order: 05/22/2016")
	var files []string
	for rest := words; ; {
		if err := fs.Parse(rest); err != nil {
			if errors.Is(err, flag.ErrHelp) {
				return err
			}
			return fmt.Errorf("%w: lr chronology read -help", ErrUsage)
		}
		if fs.NArg() == 0 {
			break
		}
		files, rest = append(files, fs.Arg(0)), fs.Args()[1:]
	}
	var err error
	if o.Map, err = read.ParseMap(*columns); err != nil {
		return fmt.Errorf("-map: %w: %w", err, ErrUsage)
	}
	if *format != "text" && *format != "json" {
		return fmt.Errorf("-format is text or json: %w", ErrUsage)
	}
	if len(files) == 0 {
		return fmt.Errorf("name the files to read, such as: lr chronology read notes.xlsx: %w", ErrUsage)
	}
	return readAll(files, o, *format == "json", out)
}

func readAll(files []string, o read.Options, asJSON bool, out io.Writer) error {
	var unread error
	if asJSON {
		fmt.Fprint(out, "[")
	}
	for i, name := range files {
		r := readFile(name, o)
		if r.Error != "" {
			unread = errUnread
		}
		if !asJSON {
			writeReading(out, r)
			continue
		}
		if i > 0 {
			fmt.Fprint(out, ",")
		}
		fmt.Fprintln(out)
		e := json.NewEncoder(out)
		e.SetEscapeHTML(false)
		e.SetIndent("", "  ")
		if err := e.Encode(r); err != nil {
			return fmt.Errorf("write what %s says: %w", name, err)
		}
	}
	if asJSON {
		fmt.Fprintln(out, "]")
	}
	return unread
}

// readFile reads one file; what hinders it stands in the reading.
func readFile(name string, o read.Options) read.Reading {
	f, err := os.Open(name)
	if err != nil {
		return read.Unread(name, "The file could not be opened.")
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil || !info.Mode().IsRegular() {
		return read.Unread(name, "This is no file.")
	}
	return read.File(name, f, info.Size(), o)
}

// writeReading writes a reading for people.
func writeReading(out io.Writer, r read.Reading) {
	fmt.Fprintf(out, "%s", r.File)
	if r.Sheet != "" {
		fmt.Fprintf(out, ", %s", r.Sheet)
	}
	if r.Error != "" {
		fmt.Fprintf(out, "\n  Not read: %s\n\n", r.Error)
		return
	}
	fmt.Fprintf(out, "\n  %d read, %d refused\n", len(r.Rows), len(r.Refused))
	for _, f := range append(append([]string{}, read.Fields...), read.Other) {
		if r.Columns[f] != "" {
			fmt.Fprintf(out, "  %s: %s\n", f, r.Columns[f])
		}
	}
	fmt.Fprintln(out)
	w := tabwriter.NewWriter(out, 0, 4, 2, ' ', 0)
	for _, x := range r.Rows {
		fmt.Fprintf(w, "  row %d\t%s\t%s\t%s\n", x.Row, x.Date.Words(), x.Source, oneLine(x.Event))
	}
	w.Flush()
	if len(r.Refused) > 0 {
		fmt.Fprintln(out, "\n  Refused")
	}
	for _, x := range r.Refused {
		fmt.Fprintf(out, "  row %d: %s", x.Row, x.Why)
		if x.Column != "" {
			fmt.Fprintf(out, " Column %s", x.Column)
		}
		if x.Read != "" {
			fmt.Fprintf(out, " says %q.", oneLine(x.Read))
		}
		if x.Suggestion != "" {
			fmt.Fprintf(out, " Perhaps: %s", x.Suggestion)
		}
		fmt.Fprintln(out)
	}
	if len(r.Warnings) > 0 {
		fmt.Fprintln(out, "\n  To know")
	}
	for _, x := range r.Warnings {
		fmt.Fprintf(out, "  %s: %s\n", x.Where, x.What)
	}
	fmt.Fprintln(out)
}

// oneLine shows the beginning of a text in one line of a list.
func oneLine(s string) string {
	words := []rune(strings.Join(strings.Fields(s), " "))
	if len(words) > 80 {
		return string(words[:79]) + "…"
	}
	return string(words)
}
