/** SHA-256 of the page's script and style, for its policy; a test holds them to what they are. */
export const SCRIPT_HASH = 'sha256-eyZqBYySPXGPv2bHuRDgyyPmqSCisReXDIaOPpJF5jk='
export const STYLE_HASH = 'sha256-qmV3Y6z+Xw3tE3i8WSRa2yxEmdzV42bBlqnJ/z5KZ1Q='
