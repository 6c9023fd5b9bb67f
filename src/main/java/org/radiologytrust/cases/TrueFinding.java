package org.radiologytrust.cases;

import org.radiologytrust.model.Texts;

/**
 * A finding that the images of a case show.
 *
 * @param description the finding in a few words, with its size or count, such as {@code small
 *     pleural effusion}
 * @param location the place with the patient's side, such as {@code left lung base}
 * @param cue what in the image shows it, or why it is doubtful
 * @param name only the finding's name, such as {@code pleural effusion}; answers are matched with
 *     it
 * @param side left, right, both, or empty
 */
public record TrueFinding(
    String description, String location, String cue, String name, String side) {
  public TrueFinding {
    description = Texts.orEmpty(description);
    location = Texts.orEmpty(location);
    cue = Texts.orEmpty(cue);
    name = Texts.orEmpty(name);
    side = Texts.orEmpty(side);
  }
}
