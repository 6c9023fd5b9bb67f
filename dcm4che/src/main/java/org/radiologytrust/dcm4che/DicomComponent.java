package org.radiologytrust.dcm4che;

import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;

/**
 * The Camel component {@code dicom:}. Its consumer receives DICOM objects by C-STORE into an {@link
 * ObjectFolder}, and hands out the id of each study that the journal may not have as it is. {@link
 * DicomEndpoint} lists the options.
 */
@Component("dicom")
public final class DicomComponent extends DefaultComponent {
  @Override
  protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters)
      throws Exception {
    DicomEndpoint endpoint = new DicomEndpoint(uri, this, remaining);
    setProperties(endpoint, parameters);
    return endpoint;
  }
}
