package org.radiologytrust.page.worklist;

import java.util.List;
import org.radiologytrust.journal.reviews.Worklist;
import org.radiologytrust.page.door.FilterValues;
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
    return FilterValues.with(values.sites(), choice().site());
  }

  List<String> modalities() {
    return FilterValues.with(values.modalities(), choice().modality());
  }

  List<String> bodyParts() {
    return FilterValues.with(values.bodyParts(), choice().bodyPart());
  }

  List<String> radiologists() {
    return FilterValues.with(values.radiologists(), choice().radiologist());
  }

  List<String> types() {
    return FilterValues.with(values.types(), choice().type());
  }

  String title(String type) {
    return listing.title(type);
  }

  @Override
  public String toString() {
    return "WorklistPage";
  }
}
