package org.radiologytrust.cli.audit;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.radiologytrust.cli.base.CommandCleanup;
import org.radiologytrust.cli.base.CommandFailure;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.images.ImageSource;
import org.radiologytrust.model.Instance;
import org.radiologytrust.model.Study;

/**
 * Images of several cases at once. Two cases may have the same image, or different pixels under the
 * same UID, so each image is identified together with its case.
 */
final class CaseImages implements ImageSource {
  private final Map<String, ImageSource> cases = new ConcurrentHashMap<>();
  private final SiteFiles site;

  /**
   * @param site says which objects are no images, and how images are rendered
   */
  CaseImages(SiteFiles site) {
    this.site = site;
  }

  /**
   * Opens the images of a case until {@link #remove}.
   *
   * @param key identifies the case; has no slash
   * @param closing stops the Orthanc that reads DICOM files
   * @return studies whose instances {@link #png} knows
   * @throws CommandFailure when an image cannot be used; the message names it
   */
  List<Study> add(String key, List<java.nio.file.Path> images, CommandCleanup closing)
      throws IOException {
    ImageFiles files = ImageFiles.open(images, site, closing);
    cases.put(key, files);
    return files.studies().stream().map(s -> keyed(s, key + "/")).toList();
  }

  void remove(String key) {
    cases.remove(key);
  }

  private static Study keyed(Study s, String key) {
    return s.with(s.instances().stream().map(i -> i.storedAs(key + i.storeId())).toList());
  }

  @Override
  public byte[] png(Instance instance) throws IOException {
    String id = instance.storeId();
    int slash = id.indexOf('/');
    ImageSource source = slash < 0 ? null : cases.get(id.substring(0, slash));
    if (source == null) {
      throw new ImageSource.Unreadable("no such image");
    }
    return source.png(instance.storedAs(id.substring(slash + 1)));
  }

  @Override
  public String recipe(Instance instance) {
    String id = instance.storeId();
    ImageSource source = cases.get(id.substring(0, Math.max(0, id.indexOf('/'))));
    return source == null
        ? ""
        : source.recipe(instance.storedAs(id.substring(id.indexOf('/') + 1)));
  }
}
