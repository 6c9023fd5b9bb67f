package org.radiologytrust.strengths;

/**
 * What people said of the flags of a check, where no verdict was taken back.
 *
 * @param right flags that are right
 * @param wrong flags that are wrong
 * @param unimportant flags that are right and do not matter; they count neither way
 * @param people who gave a verdict of right or wrong
 */
public record Judged(String check, long right, long wrong, long unimportant, int people) {
  long counted() {
    return right + wrong;
  }

  /** Such as: right 9 of 38, by 3 people. */
  String words() {
    return "right %d of %d, by %d %s"
        .formatted(right, counted(), people, people == 1 ? "person" : "people");
  }
}
