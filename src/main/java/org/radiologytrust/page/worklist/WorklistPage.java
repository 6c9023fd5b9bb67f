package org.radiologytrust.page.worklist;

import java.util.ArrayList;
import java.util.List;
import org.radiologytrust.journal.reviews.Worklist;
import org.radiologytrust.page.door.Layout;

/**
 * The model of the worklist.
 *
 * @param values what the filters offer
 */
record WorklistPage(Layout layout, Listing listing, Worklist.Values values) {
  Choice choice() {
    return listing.choice();
  }

  /** How many filters are chosen in the form that the button opens. */
  int chosen() {
    return (int) choice().chips().stream().filter(c -> c != Choice.Criterion.PERIOD).count();
  }

  boolean shows(Worklist.State state) {
    return choice().states().contains(state);
  }

  boolean period(String code) {
    return choice().period().code().equals(code);
  }

  List<String> sites() {
    return with(values.sites(), choice().site());
  }

  List<String> modalities() {
    return with(values.modalities(), choice().modality());
  }

  List<String> bodyParts() {
    return with(values.bodyParts(), choice().bodyPart());
  }

  List<String> radiologists() {
    return with(values.radiologists(), choice().radiologist());
  }

  List<String> types() {
    return with(values.types(), choice().type());
  }

  String title(String type) {
    return listing.title(type);
  }

  /** A value that no row has any more stays chosen, or the form would change it unseen. */
  private static List<String> with(List<String> values, String chosen) {
    if (chosen.isEmpty() || values.contains(chosen)) {
      return values;
    }
    List<String> all = new ArrayList<>(values);
    all.add(chosen);
    return all;
  }

  @Override
  public String toString() {
    return "WorklistPage";
  }
}
