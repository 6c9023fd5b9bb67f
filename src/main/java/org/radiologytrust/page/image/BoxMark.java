package org.radiologytrust.page.image;

import org.radiologytrust.model.ImageBox;

/**
 * A box of the model as the page draws it over the image: always as the model's, never as a mark
 * that a person made.
 *
 * @param number of the box among those of its image, from 1
 */
record BoxMark(int number, ImageBox box) {
  /** Letters of its name are this part of the image's longer side. */
  private static final int LETTERS = 32;

  /** What the box is called on the image and in the text. */
  String name() {
    return "model’s box " + number;
  }

  /** What a screen reader says. */
  String words() {
    return box.words() + " of " + box.columns() + " × " + box.rows();
  }

  int width() {
    return box.right() - box.left();
  }

  int height() {
    return box.bottom() - box.top();
  }

  int letters() {
    return Math.max(1, side() / LETTERS);
  }

  /** The foot of the name: above the box, or in it where there is no room above. */
  int nameAt() {
    int above = box.top() - letters() / 3;
    return above >= letters() ? above : box.top() + letters() * 5 / 4;
  }

  /** The part that the original image shows, for {@code viewBox}. */
  String original() {
    return "0 0 " + box.columns() + " " + box.rows();
  }

  /** The part that the model's image shows, with its padding. */
  String padded() {
    return (box.columns() - side()) / 2.0
        + " "
        + (box.rows() - side()) / 2.0
        + " "
        + side()
        + " "
        + side();
  }

  private int side() {
    return Math.max(box.columns(), box.rows());
  }
}
