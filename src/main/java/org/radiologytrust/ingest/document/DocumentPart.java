package org.radiologytrust.ingest.document;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.ingest.document.Unreadable.Reason;
import org.radiologytrust.model.NotAudited;

/**
 * A document inside of another one: a body of a CDA, or a part of a MIME package.
 *
 * @param mediaType as the document around it names it; empty if it does not
 * @param problem why it cannot be read; null if it may be readable
 */
public record DocumentPart(byte[] data, String mediaType, @Nullable Reason problem) {
  private static final Pattern TYPE = Pattern.compile("[a-z]{1,20}/[a-z0-9.+-]{1,60}");
  private static final Pattern PICTURE = Pattern.compile("(image|audio|video)/.*");

  /** Images, sound and films have no text. */
  public boolean isPicture() {
    return PICTURE.matcher(MediaType.of(mediaType).type()).matches();
  }

  /** Names it as not read. Where words may be in it, they are text of the report. */
  public NotAudited notRead(String what) {
    String type = MediaType.of(mediaType).type();
    String ofType = TYPE.matcher(type).matches() ? " of type " + type : "";
    String why = problem == null ? "" : ", " + problem.label();
    long size = data.length == 0 ? NotAudited.UNKNOWN : data.length;
    return new NotAudited(what + ofType + why, size, NotAudited.Unit.BYTES, !isPicture());
  }

  /** The same part that cannot be read. */
  public DocumentPart unread(Reason why) {
    return new DocumentPart(data, mediaType, why);
  }

  /** Withholds the data, because a record's default text may reach a log. */
  @Override
  public String toString() {
    return "DocumentPart[" + data.length + " bytes]";
  }
}
