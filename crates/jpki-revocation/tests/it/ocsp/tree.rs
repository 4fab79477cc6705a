//! DER taken apart, changed in one place and written again with the lengths that it then has.

use jpki_testkit::asn1;

#[derive(Clone, Debug)]
pub(crate) enum Node {
    Primitive {
        tag: u8,
        content: Vec<u8>,
    },
    /// Also the OCTET STRING that holds the `BasicOCSPResponse`.
    Constructed {
        tag: u8,
        children: Vec<Node>,
    },
}

/// Which child of which child, from the outermost element on.
pub(crate) type Path = Vec<usize>;

impl Node {
    pub(crate) fn read(der: &[u8]) -> Self {
        let mut nodes = read_all(der);
        assert_eq!(nodes.len(), 1);
        nodes.remove(0)
    }

    pub(crate) fn to_der(&self) -> Vec<u8> {
        match self {
            Self::Primitive { tag, content } => asn1::element(*tag, content),
            Self::Constructed { tag, children } => {
                asn1::element(*tag, &asn1::concatenated(children.iter().map(Self::to_der)))
            }
        }
    }

    pub(crate) fn tag(&self) -> u8 {
        match self {
            Self::Primitive { tag, .. } | Self::Constructed { tag, .. } => *tag,
        }
    }

    pub(crate) fn at(&mut self, path: &[usize]) -> &mut Self {
        path.iter().fold(self, |node, index| &mut node.children()[*index])
    }

    pub(crate) fn children(&mut self) -> &mut Vec<Self> {
        match self {
            Self::Constructed { children, .. } => children,
            Self::Primitive { .. } => panic!("no children"),
        }
    }

    /// The paths of all elements that `wanted` takes, the outermost first.
    pub(crate) fn paths(&self, wanted: &dyn Fn(&Self) -> bool) -> Vec<Path> {
        let mut found = Vec::new();
        self.collect(&mut Vec::new(), wanted, &mut found);
        found
    }

    fn collect(&self, path: &mut Path, wanted: &dyn Fn(&Self) -> bool, found: &mut Vec<Path>) {
        if wanted(self) {
            found.push(path.clone());
        }
        if let Self::Constructed { children, .. } = self {
            for (index, child) in children.iter().enumerate() {
                path.push(index);
                child.collect(path, wanted, found);
                path.pop();
            }
        }
    }

    pub(crate) fn is_constructed(&self) -> bool {
        matches!(self, Self::Constructed { .. })
    }
}

/// The original with one element changed.
pub(crate) fn changed(original: &Node, path: &[usize], change: impl FnOnce(&mut Node)) -> Vec<u8> {
    let mut node = original.clone();
    change(node.at(path));
    node.to_der()
}

fn read_all(mut der: &[u8]) -> Vec<Node> {
    let mut nodes = Vec::new();
    while let [tag, length, rest @ ..] = der {
        let (length, rest) = match length {
            0..0x80 => (usize::from(*length), rest),
            _ => {
                let (bytes, rest) = rest.split_at(usize::from(length & 0x7f));
                (bytes.iter().fold(0, |sum, byte| sum << 8 | usize::from(*byte)), rest)
            }
        };
        let (content, after) = rest.split_at(length);
        let holds_response = *tag == 0x04 && content.starts_with(&[0x30, 0x82]);
        nodes.push(match tag & 0x20 != 0 || holds_response {
            true => Node::Constructed { tag: *tag, children: read_all(content) },
            false => Node::Primitive { tag: *tag, content: content.to_vec() },
        });
        der = after;
    }
    nodes
}
