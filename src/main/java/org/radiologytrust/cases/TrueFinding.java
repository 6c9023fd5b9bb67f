package org.radiologytrust.cases;

import org.radiologytrust.model.Texts;

/**
 * Something that the images of a case show.
 *
 * @param description the finding in a few words, with its size or count, such as {@code small
 *     pleural effusion}
 * @param location where, with the patient's side, such as {@code left lung base}
 * @param cue what in the image shows it, or why it is doubtful
 * @param name the finding's name alone, such as {@code pleural effusion}: what an answer is matched
 *     by
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
