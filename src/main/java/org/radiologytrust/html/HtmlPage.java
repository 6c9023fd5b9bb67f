package org.radiologytrust.html;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import gg.jte.output.WriterOutput;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Makes pages. The templates are in src/main/jte; they escape all text. The content security policy
 * of a page that is one file and loads nothing allows its own style and scripts by their hashes.
 */
public final class HtmlPage {
  private static final TemplateEngine TEMPLATES =
      TemplateEngine.createPrecompiled(null, ContentType.Html, null, "org.radiologytrust");

  private HtmlPage() {}

  /**
   * @param template path below src/main/jte
   * @param model the template's only parameter
   */
  public static String render(String template, Object model) {
    StringOutput out = new StringOutput();
    TEMPLATES.render(template, model, out);
    return out.toString();
  }

  /** The same, written while it is made. */
  public static void render(String template, Object model, Writer out) {
    TEMPLATES.render(template, model, new WriterOutput(out));
  }

  /** The same in UTF-8. */
  public static byte[] bytes(String template, Object model) {
    return render(template, model).getBytes(StandardCharsets.UTF_8);
  }

  /**
   * A text file on the class path, in UTF-8.
   *
   * @throws IllegalStateException if it is missing
   */
  public static String resource(String path) {
    try (InputStream in = HtmlPage.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new IllegalStateException(path + " is missing on the class path");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A content security policy that allows nothing else.
   *
   * @param style content of the style element
   * @param scripts content of each script element
   */
  public static String policy(String style, String... scripts) {
    String scriptSource =
        scripts.length == 0
            ? ""
            : " script-src "
                + Stream.of(scripts).map(HtmlPage::hash).collect(Collectors.joining(" "))
                + ";";
    return "default-src 'none'; style-src %s;%s base-uri 'none'; form-action 'none'"
        .formatted(hash(style), scriptSource);
  }

  private static String hash(String content) {
    try {
      byte[] sha256 =
          MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
      return "'sha256-" + Base64.getEncoder().encodeToString(sha256) + "'";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }

  /**
   * A relative link to a file below the page's folder; {@code #} for a path that no link can have.
   */
  public static String link(String path) {
    try {
      // the dot keeps a colon in the name from being read as a scheme
      return "./" + new URI(null, null, "/" + path, null).toASCIIString().substring(1);
    } catch (URISyntaxException e) {
      return "#";
    }
  }
}
