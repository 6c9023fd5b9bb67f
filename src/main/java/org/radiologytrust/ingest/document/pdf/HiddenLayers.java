package org.radiologytrust.ingest.document.pdf;

import java.util.ArrayList;
import java.util.List;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.documentinterchange.markedcontent.PDPropertyList;
import org.apache.pdfbox.pdmodel.graphics.optionalcontent.PDOptionalContentGroup;
import org.apache.pdfbox.pdmodel.graphics.optionalcontent.PDOptionalContentGroup.RenderState;
import org.apache.pdfbox.pdmodel.graphics.optionalcontent.PDOptionalContentMembershipDictionary;
import org.apache.pdfbox.pdmodel.graphics.optionalcontent.PDOptionalContentProperties;
import org.apache.pdfbox.rendering.RenderDestination;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.ingest.document.Deadline;

/**
 * The layers of a PDF (optional content, ISO 32000-1 section 8.11) that are not shown when the file
 * is opened.
 */
public final class HiddenLayers {
  private final @Nullable PDOptionalContentProperties properties;
  private final Deadline deadline;

  public HiddenLayers(PDDocument document, Deadline deadline) {
    this.properties = document.getDocumentCatalog().getOCProperties();
    this.deadline = deadline;
  }

  /** Whether content of this layer, or of these layers together, is not shown. */
  public boolean hide(@Nullable PDPropertyList layer) {
    deadline.check();
    if (layer instanceof PDOptionalContentGroup group) {
      return properties != null && !properties.isGroupEnabled(group)
          || group.getRenderState(RenderDestination.VIEW) == RenderState.OFF;
    }
    return layer instanceof PDOptionalContentMembershipDictionary several && hideSeveral(several);
  }

  private boolean hideSeveral(PDOptionalContentMembershipDictionary layers) {
    COSArray expression = layers.getCOSObject().getCOSArray(COSName.VE);
    if (expression != null && expression.size() > 0) {
      return !isTrue(expression);
    }
    List<PDPropertyList> all = layers.getOCGs();
    if (all.isEmpty()) {
      return false;
    }
    long hidden = all.stream().filter(this::hide).count();
    COSName policy = layers.getVisibilityPolicy();
    if (COSName.ALL_ON.equals(policy)) {
      return hidden > 0;
    } else if (COSName.ALL_OFF.equals(policy)) {
      return hidden < all.size();
    } else if (COSName.ANY_OFF.equals(policy)) {
      return hidden == 0;
    }
    return hidden == all.size();
  }

  /**
   * A visibility expression: an operator and its operands. Layers that are shown are true. The same
   * array may be an operand many times over, so this may take long.
   */
  private boolean isTrue(COSArray expression) {
    deadline.check();
    List<Boolean> operands = new ArrayList<>();
    for (int i = 1; i < expression.size(); i++) {
      COSBase operand = expression.getObject(i);
      if (operand instanceof COSArray inner) {
        operands.add(isTrue(inner));
      } else if (operand instanceof COSDictionary layer) {
        operands.add(!hide(PDPropertyList.create(layer)));
      }
    }
    return switch (expression.getName(0, "")) {
      case "And" -> !operands.contains(false);
      case "Or" -> operands.contains(true);
      case "Not" -> !operands.contains(true);
      default -> true;
    };
  }
}
