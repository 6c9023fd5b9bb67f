package org.radiologytrust.ingest.document.rtf;

import com.rtfparserkit.parser.RtfStreamSource;
import com.rtfparserkit.parser.standard.StandardRtfParser;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.radiologytrust.ingest.document.Deadline;
import org.radiologytrust.ingest.document.Document;
import org.radiologytrust.ingest.document.DocumentLimits;
import org.radiologytrust.ingest.document.Unreadable.Reason;
import org.radiologytrust.ingest.document.UnreadableException;

/** Reads RTF by rtfparserkit, which knows code pages, fonts and Unicode. */
public final class RtfReader {
  /** The parser reserves memory for as many bytes as this says. */
  private static final Pattern BINARY = Pattern.compile("\\\\bin(\\d{1,30})");

  private final DocumentLimits limits;

  public RtfReader(DocumentLimits limits) {
    this.limits = limits;
  }

  public Document read(byte[] data, Deadline deadline) {
    requireShortBinaries(data);
    RtfText text = new RtfText(limits.maxText());
    RtfBraces.Balanced balanced = RtfBraces.balanced(data);
    try {
      new StandardRtfParser().parse(new Source(balanced.data(), deadline), text);
    } catch (IOException e) {
      throw new UnreadableException(Reason.BROKEN);
    }
    return text.document(balanced.endsOpen());
  }

  private static void requireShortBinaries(byte[] data) {
    Matcher m = BINARY.matcher(new String(data, StandardCharsets.ISO_8859_1));
    while (m.find()) {
      if (m.group(1).length() > 9 || Integer.parseInt(m.group(1)) > data.length) {
        throw new UnreadableException(Reason.BROKEN);
      }
    }
  }

  /** Whatever the parser does with the bytes, it ends in time. */
  private static final class Source extends RtfStreamSource {
    private final Deadline deadline;

    Source(byte[] data, Deadline deadline) {
      super(new ByteArrayInputStream(data));
      this.deadline = deadline;
    }

    @Override
    public int read() throws IOException {
      deadline.check();
      return super.read();
    }
  }
}
