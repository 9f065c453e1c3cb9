package site

import (
	"context"
	"testing"

	"lr/internal/access"
	"lr/internal/db"
	"lr/internal/guidance"
)

// A lead officer changes a time limit, asks agencies one more question and writes
// a letter in her own words, without anybody's help. She looks at all of it with an
// invented case, publishes it, and the next agency that is asked finds the
// question. [SEED recommend, ASP22 p8, ASF19 p19]
func TestALeadOfficerChangesTheSettingsOfHerCommittee(t *testing.T) {
	j := newJourney(t, "")
	ailsa := j.as("ailsa")
	ailsa.Go("/")
	ailsa.Click("Exampleshire Child Protection Committee")
	ailsa.Sees("These are the settings the program came with.")
	ailsa.Click("Time limits and reminders")
	ailsa.Fill("The committee decides within", "500")
	ailsa.Click("Keep in the draft")
	ailsa.Sees("Give a number from 1 to 400.")
	ailsa.Fill("The committee decides within", "10")
	ailsa.Select("The decision is counted in", "weeks")
	ailsa.Click("Keep in the draft")
	ailsa.Sees("Kept in the draft. It applies when you publish.")

	ailsa.Click("Questions and criteria")
	ailsa.Click("Questions of the agency report")
	ailsa.Fill("Question", "Was an interpreter needed, and was there one?")
	ailsa.Fill("Hint", "Also for a carer.")
	ailsa.Select("Part of the form", "Involvement")
	ailsa.Click("Add the question")
	ailsa.Go("/committees/" + childCommittee)
	ailsa.Click("Letters")
	ailsa.Click("Decision, to the notifier")
	ailsa.Fill("Letter", "Dear colleague, about [child] we decided: [decision].")
	ailsa.Click("Keep in the draft and see it")
	ailsa.Sees("Nothing fills the blank [child].")
	ailsa.Fill("Letter", "Dear colleague, about [code] we decided: [decision].")
	ailsa.Click("Keep in the draft and see it")
	ailsa.Sees("Dear colleague, about Invented 100 we decided: a learning review is held.")

	ailsa.Click("Back to the previews")
	ailsa.Sees("11 January 2027")
	ailsa.Click("An agency's report")
	ailsa.Click("Was an interpreter needed, and was there one? (not started)")
	ailsa.Sees("Also for a carer.")
	ailsa.Click("Save and come back")
	ailsa.Sees("That was a preview. Nothing was sent, and nothing was kept.")
	ailsa.Click("What changes, and publish")
	ailsa.Fill("What changed, and why", "Agreed in October: ten weeks, interpreters, a shorter letter.")
	ailsa.Click("Publish")
	ailsa.Sees("Published. The new settings are in force.")
	ailsa.Click("Version 1")
	ailsa.Sees("What it changed")

	s := j.upTo("request", guidance.Child, "Morag Inventedname", "Somebody was found in great need.")
	isla := j.as("isla")
	isla.Go(s.review)
	isla.Click("Write your agency's report")
	isla.Click("Begin")
	isla.Sees("Was an interpreter needed, and was there one?")
}

// Two officers open the same page. The second to save is told what the first
// saved, and neither loses a word.
func TestASecondOfficerIsToldWhatTheFirstSaved(t *testing.T) {
	j := newJourney(t, "")
	err := j.in.DB.Write(context.Background(), func(tx *db.Tx) error {
		id, err := demoAccount(tx, context.Background(), "bruno")
		if err != nil {
			return err
		}
		return j.in.Gate.AddOffice(context.Background(), tx, id, of(access.Administrator, childCommittee))
	})
	if err != nil {
		t.Fatal(err)
	}
	first := officer{j.as("ailsa"), "/committees/" + childCommittee + "/"}
	second := officer{j.as("bruno"), first.home}
	second.Go(second.home + "times")
	first.decideWithin("10")
	second.Fill("The committee decides within", "12")
	second.Select("The decision is counted in", "weeks")
	second.Click("Keep in the draft")
	second.Sees("Somebody else changed this while you were writing.")
	second.Sees("Decide within: 10 weeks")
	second.Click("Keep in the draft")
	second.Sees("Kept in the draft.")
	first.Go(first.home + "publish")
	first.Sees("12 weeks")
	first.Sees("Bruno Placeholder worked on the draft last.")
}
