/**
 * What netmap's ports do, in netmap's own terms: through the library's public interface, with rings
 * and slots looked at as any process sees them. Each class is a theme; {@link
 * org.netmap4j.contract.Contract#engine} says which engine it is held against.
 */
package org.netmap4j.contract;
