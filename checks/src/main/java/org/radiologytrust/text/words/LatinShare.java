package org.radiologytrust.text.words;

/** Whether a text is written in Latin letters. */
final class LatinShare {
  /** So many ASCII letters for each letter of another script. */
  private static final int MANY = 2;

  private LatinShare() {}

  static boolean isLatin(CodePoints text) {
    int ascii = 0;
    int others = 0;
    for (int i = 0; i < text.length(); i++) {
      int c = text.at(i);
      if (CharacterKinds.asciiLetter(c)) {
        ascii++;
      } else if (c > 0x7f && CharacterKinds.letter(c) && !CharacterKinds.latin(c)) {
        others++;
      }
    }
    return others > 0 && ascii >= MANY * others;
  }
}
