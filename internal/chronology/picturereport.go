package chronology

import (
	"context"
	"fmt"

	"lr/internal/access"
	"lr/internal/chronology/picture"
	"lr/internal/db"
	"lr/internal/document"
)

// ForReport is the picture of what happened as a report may show it: agencies have
// letters, time is counted from its beginning, and nobody is named. Without a dated
// entry there is none, and it says db.ErrNotFound. The act opens the compartment
// Chronology. [CI-LR]
func ForReport(ctx context.Context, tx *db.Tx, c access.Case) (document.Block, error) {
	es, err := Entries(ctx, tx, c)
	if err != nil {
		return document.Block{}, err
	}
	bands, err := bandsOf(ctx, tx, c)
	if err != nil {
		return document.Block{}, err
	}
	p := picture.Lay(picture.Story{Events: plainOf(es), Bands: bands}, picture.View{}).Coded()
	if p.Shown == 0 {
		return document.Block{}, db.ErrNotFound
	}
	heads, rows := p.Years()
	table := document.Table{Caption: "How many entries each agency has, by years from the first", Header: heads}
	for _, row := range rows {
		var cells []document.Words
		for _, cell := range row {
			cells = append(cells, document.Plain(cell))
		}
		table.Rows = append(table.Rows, cells)
	}
	return document.PictureOf(document.Picture{Says: p.Tells(), Width: picture.Width, Height: p.Height, Shapes: shapesOf(p)}, table), nil
}

// shapesOf draws a coded picture.
func shapesOf(p picture.Picture) []document.Shape {
	var all []document.Shape
	for _, t := range p.Ticks {
		all = append(all, document.Shape{Kind: document.Line, X: t.X, Y: 20, H: p.Height - 20}, document.Shape{Kind: document.Over, X: t.X, Y: 14, Text: t.Text})
	}
	for _, b := range p.Bands {
		if b.In {
			all = append(all, document.Shape{Kind: document.Frame, X: b.X, Y: b.Y, W: b.W, H: 16, Text: fmt.Sprint(b.Number)})
		}
	}
	for _, l := range p.Lanes {
		all = append(all, document.Shape{Kind: document.Line, Y: l.Top, W: picture.Width}, document.Shape{Kind: document.Title, X: 2, Y: l.Top + 17, Text: l.Agency})
		for _, m := range l.Marks {
			all = append(all, shapeOf(m))
		}
	}
	return all
}

func shapeOf(m picture.Mark) document.Shape {
	s := document.Shape{X: m.X, Y: m.Y, W: m.W, H: m.H, Broken: m.Kind == picture.Wide || m.Kind == picture.Unsure}
	switch m.Kind {
	case picture.One, picture.Unsure:
		s.Kind, s.X, s.Y = document.Dot, m.Middle(), m.Centre()
	case picture.Many:
		s.Kind, s.Text = document.Box, fmt.Sprint(m.Count())
	default:
		s.Kind = document.Frame
		if m.Count() > 1 {
			s.Text = fmt.Sprint(m.Count())
		}
	}
	return s
}
