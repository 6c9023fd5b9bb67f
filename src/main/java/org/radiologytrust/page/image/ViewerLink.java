package org.radiologytrust.page.image;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.radiologytrust.settings.Settings;

/** Links to the site's own viewer, by the setting {@code rtl.page.viewer}. */
public final class ViewerLink {
  private static final String KEY = "rtl.page.viewer";
  private static final String STUDY = "{study}";
  private static final String ACCESSION = "{accession}";

  private final String template;

  private ViewerLink(String template) {
    this.template = template;
  }

  /**
   * Reads the setting.
   *
   * @throws Settings.Wrong if it is not a template of a web address
   */
  public static ViewerLink of(Settings settings) {
    String template = settings.text(KEY);
    boolean names = template.contains(STUDY) || template.contains(ACCESSION);
    if (!template.isEmpty() && !(names && isAddress(filled(template, "1", "1")))) {
      throw new Settings.Wrong(
          KEY
              + ": must be a web address with {study} or {accession}, such as"
              + " https://pacs.example/view?study={study}");
    }
    return new ViewerLink(template);
  }

  private static boolean isAddress(String text) {
    try {
      URI uri = new URI(text);
      return uri.getHost() != null
          && ("https".equals(uri.getScheme()) || "http".equals(uri.getScheme()));
    } catch (URISyntaxException e) {
      return false;
    }
  }

  /** Whether the site has set a viewer. */
  public boolean exists() {
    return !template.isEmpty();
  }

  /** The address at which the viewer shows a study; empty if the site has not set one. */
  Optional<String> to(String studyInstanceUid, String accessionNumber) {
    return exists()
        ? Optional.of(filled(template, studyInstanceUid, accessionNumber))
        : Optional.empty();
  }

  private static String filled(String template, String study, String accession) {
    return template.replace(STUDY, encoded(study)).replace(ACCESSION, encoded(accession));
  }

  private static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
