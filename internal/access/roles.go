package access

import (
	"math/bits"
	"strings"
)

// Role is a part that a person has in a review, or an office they hold in a
// committee or agency. Several together are a set. [SEED, CP21 p11]
type Role uint32

const (
	LeadOfficer Role = 1 << iota
	Administrator
	WorkingGroup
	CommitteeChair
	ChiefOfficer
	ReviewChair
	Reviewer
	TeamMember
	AgencyAuthor
	AgencyApprover
	Practitioner
	Supporter
	Manager
	ActionOwner
	FamilyLink
)

// Declaring are the roles that must be held by people without a part in what
// happened, and say so before anything of the case opens to them. [SEED team, CP21 p11]
const Declaring = WorkingGroup | CommitteeChair | ChiefOfficer | ReviewChair | Reviewer | TeamMember

var roleNames = []string{"lead officer", "administrator", "working group member", "committee chair", "chief officer",
	"review chair", "reviewer", "review team member", "agency author", "agency approver", "practitioner", "supporter",
	"strategic manager", "action owner", "family link person"}

// String names the roles of the set, in plain words.
func (r Role) String() string {
	var names []string
	for i, n := range roleNames {
		if r&(1<<i) != 0 {
			names = append(names, n)
		}
	}
	return strings.Join(names, ", ")
}

// AllRoles lists every single role.
func AllRoles() []Role {
	all := make([]Role, len(roleNames))
	for i := range all {
		all[i] = 1 << i
	}
	return all
}

// Stage is where a review stands. A review goes through them in their order.
type Stage int

const (
	Notifying Stage = iota
	Received
	Gathering
	Recommending
	Deciding
	SettingUp
	Learning
	Drafting
	Approving
	Publishing
	Improving
	Closed
)

var stageNames = []string{"Notification", "Received", "Gathering reports", "Recommendation", "Decision", "Setting up the team",
	"Learning", "Drafting the report", "Approval", "Publication", "Improvement", "Closed"}

// String names the stage as people see it.
func (s Stage) String() string {
	if s < 0 || int(s) >= len(stageNames) {
		return "unknown stage"
	}
	return stageNames[s]
}

// AllStages lists every stage in order.
func AllStages() []Stage {
	all := make([]Stage, len(stageNames))
	for i := range all {
		all[i] = Stage(i)
	}
	return all
}

// Stages is a set of stages.
type Stages uint16

// At is the set of the stages named.
func At(stages ...Stage) Stages {
	var set Stages
	for _, s := range stages {
		set |= 1 << s
	}
	return set
}

// Through is the set from the first stage to the last, both included.
func Through(first, last Stage) Stages {
	var set Stages
	for s := first; s <= last; s++ {
		set |= 1 << s
	}
	return set
}

// From is the set of the stage and all after it.
func From(first Stage) Stages { return Through(first, Closed) }

// Has says that the stage is in the set.
func (s Stages) Has(stage Stage) bool { return s&(1<<stage) != 0 }

// Count is how many stages are in the set.
func (s Stages) Count() int { return bits.OnesCount16(uint16(s)) }
