package org.radiologytrust.page.strengths;

import java.util.List;
import org.radiologytrust.journal.strengths.StrengthChanges.Change;
import org.radiologytrust.model.Strength;
import org.radiologytrust.model.StrengthRow;
import org.radiologytrust.page.door.Layout;
import org.radiologytrust.page.door.Times;
import org.radiologytrust.page.door.Titles;
import org.radiologytrust.session.Right;
import org.radiologytrust.strengths.Proposal;
import org.radiologytrust.strengths.ProposalRules;
import org.radiologytrust.strengths.StrengthDesk.Shown;

/**
 * The model of the page of the strengths.
 *
 * @param refused why the change before this page was not made; empty if it was, or there was none
 */
record StrengthsPage(
    Layout layout,
    Titles titles,
    List<Proposal> proposals,
    List<Shown> rows,
    List<Change> history,
    String refused) {
  StrengthsPage {
    proposals = List.copyOf(proposals);
    rows = List.copyOf(rows);
    history = List.copyOf(history);
  }

  /** What a proposal is made from. */
  String needs() {
    return "A proposal needs "
        + ProposalRules.LEAST
        + " verdicts of right or wrong by "
        + ProposalRules.PEOPLE
        + " people, and all of the 95 % interval on one side of the bound.";
  }

  boolean may() {
    return layout.may(Right.CHANGE_STRENGTHS);
  }

  String what(StrengthRow row) {
    return what(row.check(), row.modality());
  }

  String what(Change change) {
    return what(change.place().check(), change.place().modality());
  }

  private String what(String check, String modality) {
    return titles.of(check) + (modality.isEmpty() ? "" : ", " + modality);
  }

  /** The number that a form sends back, so that a change which came between is not overwritten. */
  int seen(Proposal proposal) {
    return rows.stream()
        .filter(shown -> shown.row().check().equals(proposal.check()))
        .filter(shown -> shown.row().modality().equals(proposal.modality()))
        .mapToInt(Shown::number)
        .findFirst()
        .orElse(0);
  }

  /** Such as {@code denied-CT}, for the address of a card. */
  static String id(Proposal proposal) {
    return proposal.check() + (proposal.modality().isEmpty() ? "" : "-" + proposal.modality());
  }

  /** Whether a change holds and can be taken back. */
  boolean holds(Change change) {
    return change.strength().isPresent()
        && rows.stream().anyMatch(shown -> shown.change().filter(change::equals).isPresent());
  }

  List<String> checks() {
    return rows.stream().map(shown -> shown.row().check()).distinct().toList();
  }

  static List<Strength> strengths() {
    return List.of(Strength.values());
  }

  static String verb(Strength strength) {
    return switch (strength) {
      case TELL -> "tells";
      case ASK -> "asks";
      case QUIET -> "is quiet";
    };
  }

  static String set(Strength strength) {
    return switch (strength) {
      case TELL -> "Let it tell";
      case ASK -> "Let it ask";
      case QUIET -> "Set it to quiet";
    };
  }

  static String result(Change change) {
    return change.strength().map(StrengthsPage::verb).orElse("as the file says");
  }

  static String at(Change change) {
    return Times.dateTime(change.at());
  }

  @Override
  public String toString() {
    return "StrengthsPage";
  }
}
