package read

import "fmt"

// sentence is a reason why a file is not read, for the person who brought it.
type sentence string

func (s sentence) Error() string { return string(s) }

func sentencef(format string, args ...any) error { return sentence(fmt.Sprintf(format, args...)) }

// Warning is something that the person who brings a file in should know. Kind
// is for programs, Where and What for people.
type Warning struct {
	Kind  string `json:"kind"`
	Where string `json:"where"`
	What  string `json:"what"`
}

// mostOfAKind is how many warnings of one kind are listed one by one.
const mostOfAKind = 50

// notes collects the warnings.
type notes struct {
	list []Warning
	many map[string]int
}

func (n *notes) add(kind, where string) {
	if n.many == nil {
		n.many = map[string]int{}
	}
	if where == "" {
		where = "the file"
	}
	if n.many[kind]++; n.many[kind] <= mostOfAKind {
		n.list = append(n.list, Warning{kind, where, sentences[kind]})
	}
}

// all lists the warnings; of a kind that comes too often, the rest is counted.
func (n *notes) all() []Warning {
	list := append([]Warning{}, n.list...)
	told := map[string]bool{}
	for _, w := range n.list {
		if more := n.many[w.Kind] - mostOfAKind; more > 0 && !told[w.Kind] {
			told[w.Kind] = true
			list = append(list, Warning{w.Kind, fmt.Sprintf("and %d more", more), w.What})
		}
	}
	return list
}

var sentences = map[string]string{
	"ambiguous_order":    "Day and month were exchanged by a spreadsheet, it seems: the days here are all 12 or less, and those that are written out are all more.",
	"comments":           "There are comments. They are not read.",
	"control_characters": "Signs that nobody can see or type were left out.",
	"ditto":              "The date is that of the row above.",
	"embedded_file":      "There are other files inside this file. They are not read.",
	"encoding":           "The letters of this file had to be guessed. Look whether accents, quotes and pound signs are right.",
	"error_value":        "The spreadsheet shows an error here.",
	"external_links":     "The workbook takes values from other files. They are as they were when it was last saved.",
	"file_kind":          "The file is of another kind than its name says. It was read as what it is.",
	"formula":            "This is worked out by a formula. Its last result was read.",
	"future_date":        "This date is still to come.",
	"guessed_date":       "No heading names a column of dates. The one with the most dates in it was taken.",
	"hidden_column":      "The column is hidden in the sheet. It was read.",
	"hidden_row":         "The row is hidden in the sheet. It was read.",
	"hidden_sheet":       "The sheet is hidden. It was not read.",
	"hidden_text":        "The text is hidden in the document. It was read.",
	"macros":             "The workbook has macros. They were not run.",
	"merged_cells":       "The cells are merged. What they say counts for every row.",
	"nested_table":       "There is a table within a cell. Its words are in the cell.",
	"no_heading":         "No row names the columns. What they hold was guessed.",
	"other_sheet":        "This sheet was not read. Choose it to read it.",
	"other_table":        "This table was not read. Choose it to read it.",
	"pictures":           "There are pictures, charts or text boxes. What they say is not read.",
	"pivot_table":        "The workbook keeps a copy of data for a pivot table. It was not read.",
	"ragged_row":         "The row has more cells than there are headings.",
	"serial_date":        "This is a number of days, as spreadsheets count. It was read as a date.",
	"tracked_changes":    "There are tracked changes. What was inserted is read, and what was deleted is not.",
	"two_dates":          "The row has more than one date.",
	"unmapped_column":    "What this column is for is not known. Its words are kept with the row.",
	"us_order":           "The month seems to come before the day here, as in America. Say which it is: dates that can be read both ways are marked as not certain.",
	"weekday":            "The day of the week is not that of the date.",
	"winter":             "A winter is counted from the December of its year to the February after.",
}
