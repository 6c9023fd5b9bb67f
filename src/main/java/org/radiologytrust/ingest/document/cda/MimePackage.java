package org.radiologytrust.ingest.document.cda;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.james.mime4j.MimeException;
import org.apache.james.mime4j.stream.EntityState;
import org.apache.james.mime4j.stream.MimeConfig;
import org.apache.james.mime4j.stream.MimeTokenStream;
import org.apache.james.mime4j.stream.RecursionMode;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.ingest.document.Base64Data;
import org.radiologytrust.ingest.document.DocumentPart;
import org.radiologytrust.ingest.document.Unreadable.Reason;
import org.radiologytrust.ingest.document.UnreadableException;
import org.radiologytrust.model.NotAudited;

/**
 * A MIME package: how older senders and IHE put a CDA and what it refers to into one field. Mime4j
 * takes it apart.
 *
 * @param parts the root first
 * @param notRead what of the package itself is missing
 */
public record MimePackage(List<DocumentPart> parts, List<NotAudited> notRead) {
  private static final Pattern HEADER = Pattern.compile("(?s)[A-Za-z-]{1,60}[ \\t]*:.*");
  private static final Pattern FIRST_BOUNDARY = Pattern.compile("(?s)--([^\\s\"]{1,70})\\s.*");
  private static final Pattern START =
      Pattern.compile("(?i);\\s*start\\s*=\\s*\"?([^\\s\";]{1,200})");

  /** Multiparts in multiparts. */
  private static final int MAX_DEPTH = 5;

  /** No sender's headers are longer; bodies have no limit of their own. */
  private static final MimeConfig LIMITS =
      MimeConfig.custom()
          .setMaxLineLen(10_000)
          .setMaxHeaderLen(20_000)
          .setMaxHeaderCount(200)
          .build();

  /** A part with its Content-ID. */
  private record Part(String id, DocumentPart part) {}

  /**
   * Takes a package apart.
   *
   * @param mediaType of the package, for one that begins with its first part
   */
  public static MimePackage of(byte[] data, String mediaType) {
    try {
      return new Parsing().read(data, mediaType);
    } catch (IOException | MimeException e) {
      // a library's message may quote the document
      throw new UnreadableException(Reason.BROKEN);
    }
  }

  private static final class Parsing {
    private final MimeTokenStream stream = new MimeTokenStream(LIMITS);
    private final List<Part> parts = new ArrayList<>();
    private String type = "";
    private String id = "";
    private String root = "";
    private @Nullable String boundary;
    private int depth;

    MimePackage read(byte[] data, String mediaType) throws IOException, MimeException {
      stream.setRecursionMode(RecursionMode.M_NO_RECURSE);
      begin(data, mediaType);
      for (EntityState state = stream.getState();
          state != EntityState.T_END_OF_STREAM;
          state = stream.next()) {
        event(state);
      }
      List<DocumentPart> ordered = new ArrayList<>();
      for (Part part : parts) {
        boolean first = !root.isEmpty() && part.id.equals(root);
        ordered.add(first ? 0 : ordered.size(), part.part);
      }
      String all = new String(data, StandardCharsets.ISO_8859_1);
      boolean cut = boundary != null && !all.contains("--" + boundary + "--");
      NotAudited end =
          new NotAudited("end of a MIME package", NotAudited.UNKNOWN, NotAudited.Unit.BYTES, true);
      return new MimePackage(ordered, cut ? List.of(end) : List.of());
    }

    private void begin(byte[] data, String mediaType) {
      int first = 0;
      while (first < data.length && data[first] >= 0 && data[first] <= ' ') {
        first++;
      }
      ByteArrayInputStream in = new ByteArrayInputStream(data, first, data.length - first);
      int length = Math.min(1000, data.length - first);
      String head = new String(data, first, length, StandardCharsets.ISO_8859_1);
      Matcher bare = FIRST_BOUNDARY.matcher(head);
      if (HEADER.matcher(head).matches()) {
        stream.parse(in);
      } else if (mediaType.toLowerCase(Locale.ROOT).contains("boundary")) {
        root(mediaType);
        stream.parseHeadless(in, mediaType);
      } else if (bare.matches()) {
        stream.parseHeadless(in, "multipart/related; boundary=\"" + bare.group(1) + "\"");
      } else {
        throw new UnreadableException(Reason.BROKEN);
      }
    }

    private void event(EntityState state) throws IOException {
      switch (state) {
        case T_START_HEADER -> {
          type = "";
          id = "";
        }
        case T_FIELD -> field(stream.getField().getName(), stream.getField().getBody().strip());
        case T_START_MULTIPART -> {
          depth++;
          if (depth > MAX_DEPTH) {
            throw new UnreadableException(Reason.TOO_DEEP);
          }
          boundary = boundary == null ? stream.getBodyDescriptor().getBoundary() : boundary;
        }
        case T_END_MULTIPART -> depth--;
        case T_BODY -> parts.add(new Part(id, body()));
        default -> {}
      }
    }

    /** The body of a part. Mime4j would leave out what is no Base64. */
    private DocumentPart body() throws IOException {
      if (!"base64".equalsIgnoreCase(stream.getBodyDescriptor().getTransferEncoding())) {
        return new DocumentPart(stream.getDecodedInputStream().readAllBytes(), type, null);
      }
      byte[] text = stream.getInputStream().readAllBytes();
      try {
        byte[] data = Base64Data.decode(new String(text, StandardCharsets.ISO_8859_1));
        return new DocumentPart(data, type, null);
      } catch (UnreadableException e) {
        return new DocumentPart(new byte[0], type, e.reason());
      }
    }

    private void field(String name, String body) {
      if (name.equalsIgnoreCase("Content-Type")) {
        type = body;
        root(depth == 0 ? body : "");
      } else if (name.equalsIgnoreCase("Content-ID")) {
        id = withoutBrackets(body);
      }
    }

    private void root(String contentType) {
      Matcher start = START.matcher(contentType);
      root = start.find() ? withoutBrackets(start.group(1)) : root;
    }

    private static String withoutBrackets(String id) {
      return id.replaceAll("[<>]", "");
    }
  }
}
