package form

// Field is what a component needs to show one field.
type Field struct {
	Name, Label, Hint, Value, Fault string
	Max, Rows                       int
	Required                        bool
	Options                         []Choice
}

// Choice is an option as it stands on the page.
type Choice struct {
	Option
	Chosen bool
}

// Field gives a field to a component. label and hint are the page's words.
func (f *Form) Field(name, label, hint string) Field {
	return Field{Name: name, Label: label, Hint: hint, Value: f.Value(name), Fault: f.Fault(name)}
}

// Choosing gives a field with answers to choose from.
func (f *Form) Choosing(name, legend, hint string, options []Option) Field {
	field := f.Field(name, legend, hint)
	for _, o := range options {
		field.Options = append(field.Options, Choice{o, f.ticked(name, o.Value)})
	}
	return field
}
